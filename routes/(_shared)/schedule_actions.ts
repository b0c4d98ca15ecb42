/**
 * Does what a button of a schedule asks for.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Schedules } from "@/lib/workspace/schedules/contract.ts";
import { askerOf } from "./account_actions.ts";
import { unknownAct } from "./body.ts";
import type { State } from "./define.ts";

/** Does it, and returns where the browser should go. */
export async function performSchedule(
  state: State,
  schedule: string,
  { do: what, run = "", back = "" }: Readonly<Record<string, string>>,
): Promise<string> {
  const { schedules } = state.workspace;
  const by = askerOf(state);
  const own = `/schedules/${encodeURIComponent(schedule)}`;
  const next = await pageOf(schedules, schedule, back) ?? own;
  switch (what) {
    case "run":
      try {
        await schedules.run({ schedule, by });
        return next;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
        // On a notebook's page "told" could be a parameter: those have no hyphen.
        return `${next}?${back === "notebook" ? "run-told" : "told"}=busy`;
      }
    case "cancel":
      await schedules.cancel({ schedule, run });
      return next;
    case "pause":
    case "resume": {
      // Whoever presses it means the schedule as it is now, whatever else was changed.
      const { revision } = await schedules.read({ schedule });
      await schedules.change({ schedule, revision, change: { active: what === "resume" }, by });
      return next;
    }
    case "remove": {
      const { title } = await schedules.read({ schedule });
      await schedules.remove({ schedule, by });
      return `/schedules?${new URLSearchParams({ removed: schedule, title })}`;
    }
    case "restore":
      await schedules.restore({ schedule, by });
      return `${own}?told=restored`;
    default:
      throw unknownAct(what);
  }
}

/** Returns the page of a list that a button stands on; `null` for the schedule's own. */
async function pageOf(
  schedules: Pick<Schedules, "read">,
  schedule: string,
  back: string,
): Promise<string | null> {
  if (back === "list") return "/schedules";
  if (back !== "notebook") return null;
  const { work } = await schedules.read({ schedule });
  return work.type === "notebook"
    ? `/notebooks/${encodeURIComponent(work.notebook)}/schedule`
    : null;
}
