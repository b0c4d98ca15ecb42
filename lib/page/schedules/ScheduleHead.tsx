import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { ScheduledWork, ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { notebookAddress } from "./RunList.tsx";
import { RunLine } from "./RunLine.tsx";
import { ScheduleButtons } from "./ScheduleButtons.tsx";
import { isGoing, standingOf, stateKey } from "./standing.ts";
import { WhatToDo } from "./WhatToDo.tsx";
import { WhenLine } from "./WhenLine.tsx";

interface ScheduleHeadProps {
  readonly schedule: ScheduleView;
  readonly now: Date;
}

/** What a schedule does, when, and how it stands. */
export function ScheduleHead({ schedule, now }: ScheduleHeadProps) {
  const { work, nextAt, lastRun, active } = schedule;
  return (
    <div
      class={`schedule-head ${standingOf(schedule)}`}
      data-part="head"
      data-state={stateKey(schedule)}
      data-going={isGoing(schedule, now) ? "" : undefined}
    >
      <p class="lead">
        {wordsOf(work)}
        {work.type === "notebook" && (
          <>
            {" "}
            <a href={notebookAddress(work)}>Open the notebook</a>
          </>
        )}
      </p>
      <WhenLine {...schedule} />
      <p class="facts">
        {nextAt !== null && (
          <span>
            Next <Moment at={nextAt} />
          </span>
        )}
        {!active && <span>Paused: it does not come due</span>}
        <span>{lastRun === null ? "Has not run yet" : <RunLine run={lastRun} />}</span>
      </p>
      <WhatToDo schedule={schedule} showsRuns />
      <ScheduleButtons schedule={schedule} back={null} />
    </div>
  );
}

function wordsOf(work: ScheduledWork): string {
  switch (work.type) {
    case "kpis":
      return "Computes the days of all sources anew, and runs the notebooks that read events.";
    case "retraining":
      return "Forecasts every metric of every source with what is known by now, for the ledger.";
    case "housekeeping":
      return "Forgets what is old, makes room, and makes a backup.";
    case "notebook":
      return work.sends ? "Runs the notebook, and sends its letters." : "Runs the notebook.";
  }
}
