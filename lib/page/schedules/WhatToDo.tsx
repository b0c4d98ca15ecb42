import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { remedyOf } from "./run_words.ts";

interface WhatToDoProps {
  readonly schedule: ScheduleView;
  /** Whether its runs stand below, with why each failed. */
  readonly showsRuns: boolean;
}

/** Why a schedule needs somebody, and what to do; nothing where it needs nobody. */
export function WhatToDo({ schedule, showsRuns }: WhatToDoProps) {
  const { lastRun, isOverdue, owedSince, active } = schedule;
  if (!active) return null;
  const problem = lastRun?.problem ?? null;
  return (
    <>
      {isOverdue && owedSince !== null && (
        <p class="overdue">
          <span class="sign" aria-hidden="true">!</span> <strong>Overdue:</strong>{" "}
          it has not ended well since <Moment at={owedSince} exact />.
          {problem === null && " Run it now, or look why it has not."}
        </p>
      )}
      {!showsRuns && lastRun?.state === "failed" && problem !== null && (
        <p class="why">
          {problem.message}. <span class="remedy">{remedyOf(problem.code, schedule)}</span>
        </p>
      )}
      {lastRun?.state === "interrupted" && (
        <p class="why">
          <span class="remedy">Run it now, or wait until it is due next.</span>
        </p>
      )}
    </>
  );
}
