import { Action, type Fields } from "@/lib/page/shell/Action.tsx";
import { Icon } from "@/lib/page/shell/Icon.tsx";
import type { ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { isOpen } from "./standing.ts";

interface ScheduleButtonsProps {
  readonly schedule: ScheduleView;
  /** Whether the answer shows the list of all. */
  readonly inList: boolean;
}

/** Runs a schedule now or stops what runs, and pauses it or lets it come due again. */
export function ScheduleButtons({ schedule, inList }: ScheduleButtonsProps) {
  const { id, title, active, lastRun } = schedule;
  const action = `/schedules/${encodeURIComponent(id)}`;
  const fields: Fields = inList ? { back: "list" } : {};
  const of = inList ? <span class="unseen">{title}</span> : null;
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
