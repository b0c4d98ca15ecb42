/**
 * The schedules that every workspace has.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { ScheduledKind } from "@/lib/db/schedule_tables.ts";
import { machineZone } from "@/lib/time_zone.ts";
import { USUAL_RULES } from "@/lib/workspace/schedules/rules.ts";
import { nextTime } from "./cron.ts";

/** Work of which a workspace has one schedule each. */
export type WorkspaceWork = Exclude<ScheduledKind, "notebook">;

/** When it is done where nobody says otherwise, by the clocks of where Daybook runs. */
const CRONS: Readonly<Record<WorkspaceWork, string>> = {
  kpis: "15 2 * * *",
  retraining: "30 3 * * 0",
  housekeeping: "0 4 * * *",
};

/** What each is called. */
export const TITLES: Readonly<Record<WorkspaceWork, string>> = {
  kpis: "Nightly KPIs",
  retraining: "Weekly retraining",
  housekeeping: "Daily housekeeping",
};

/** How the log and the figures name what a schedule does: notebooks are one, however many there are. */
export function jobName(schedule: string): string {
  return Object.hasOwn(CRONS, schedule) ? schedule : "notebook";
}

/** Makes those that are missing; what people have changed stays. */
export async function ensureSchedules({ kysely }: Database, now: Date): Promise<void> {
  const zone = machineZone();
  const { retries, retrySeconds, limitSeconds, catchesUp, runsAgain, alertSeconds } = USUAL_RULES;
  await kysely.insertInto("schedules").values(
    Object.entries(CRONS).map(([work, cron]) => ({
      id: work,
      // The names of CRONS.
      work: work as WorkspaceWork,
      notebook: null,
      cron,
      zone,
      retries,
      retry_seconds: retrySeconds,
      limit_seconds: limitSeconds,
      catches_up: catchesUp,
      runs_again: runsAgain,
      alert_seconds: alertSeconds,
      alert_to: null,
      maker: null,
      due_at: nextTime({ cron, zone }, now)?.toISOString() ?? null,
    })),
  ).onConflict((conflict) => conflict.doNothing()).execute();
}
