import { Action, type Fields } from "@/lib/page/shell/Action.tsx";
import { Icon } from "@/lib/page/shell/Icon.tsx";
import type { ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { isOpen } from "./standing.ts";

/** A page that lists schedules: of all notebooks, or of one. */
export type ListPage = "list" | "notebook";

interface ScheduleButtonsProps {
  readonly schedule: ScheduleView;
  /** Which page the answer shows; `null` for the schedule's own. */
  readonly back: ListPage | null;
}

/** Runs a schedule now or stops what runs, and pauses it or lets it come due again. */
export function ScheduleButtons({ schedule, back }: ScheduleButtonsProps) {
  const { id, title, active, lastRun } = schedule;
  const action = `/schedules/${encodeURIComponent(id)}`;
  const fields: Fields = back === null ? {} : { back };
  const of = back === null ? null : <span class="unseen">{title}</span>;
  return (
    <div class="row actions">
      {isOpen(schedule) && lastRun !== null
        ? (
          <Action action={action} fields={{ ...fields, do: "cancel", run: lastRun.id }}>
            <Icon name="stop" />
            <span>Cancel{of}</span>
          </Action>
        )
        : (
          <Action action={action} fields={{ ...fields, do: "run" }}>
            <Icon name="run" />
            <span>Run now{of}</span>
          </Action>
        )}
      <Action action={action} fields={{ ...fields, do: active ? "pause" : "resume" }} class="quiet">
        {active ? "Pause" : "Let it come due again"}
        {of}
      </Action>
    </div>
  );
}
