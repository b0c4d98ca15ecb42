/**
 * Schedules and runs as they are shown.
 *
 * @module
 */
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";
import type {
  JobRunView,
  ScheduledWork,
  ScheduleView,
} from "@/lib/workspace/schedules/contract.ts";
import { TITLES } from "./workspace_schedules.ts";
import type { JobRunRow, ScheduleRow } from "./store.ts";

/** Returns a run as it is shown. */
export function runView(run: JobRunRow): JobRunView {
  const { id, state, attempt, due_at, starts_at, started_at, finished_at } = run;
  return {
    id,
    state,
    dueAt: due_at,
    attempt,
    isAsked: run.asked_by !== null,
    startsAt: starts_at,
    startedAt: started_at,
    finishedAt: finished_at,
    milliseconds: started_at === null || finished_at === null
      ? null
      : Date.parse(finished_at) - Date.parse(started_at),
    // As endRun wrote them.
    told: run.told as JobRunView["told"],
    problem: run.problem as JobRunView["problem"],
    run: run.run,
  };
}

/** What is known of a schedule beside its row. */
export interface ScheduleSurroundings {
  /** The notebook's title; `null` where it has none of its own. */
  readonly title: string | null;
  readonly lastRun: JobRunRow | null;
  readonly now: Date;
}

/** Returns a schedule as it is shown. */
export function scheduleView(
  row: ScheduleRow,
  { title, lastRun, now }: ScheduleSurroundings,
): ScheduleView {
  const since = [row.owed_since, row.due_at].filter((at) => at !== null).sort()[0] ?? null;
  const isOwed = since !== null && Date.parse(since) <= now.getTime();
  return {
    id: row.id,
    work: workOf(row),
    title: row.work === "notebook" ? title ?? "" : TITLES[row.work],
    revision: row.revision,
    cron: row.cron,
    zone: row.zone,
    active: row.active,
    retries: row.retries,
    retrySeconds: row.retry_seconds,
    limitSeconds: row.limit_seconds,
    catchesUp: row.catches_up,
    runsAgain: row.runs_again,
    alertSeconds: row.alert_seconds,
    alertTo: row.alert_to,
    nextAt: row.active ? row.due_at : null,
    owedSince: row.active && isOwed ? since : null,
    isOverdue: row.active && isOwed &&
      now.getTime() - Date.parse(since) > row.alert_seconds * 1000,
    lastRun: lastRun === null ? null : runView(lastRun),
  };
}

/** Returns what a schedule does. */
export function workOf({ work, notebook, parameters, sends }: ScheduleRow): ScheduledWork {
  if (work !== "notebook") return { type: work };
  // The table takes no other row.
  if (notebook === null) throw new Error("The schedule of a notebook names it");
  // As they were given.
  return { type: "notebook", notebook, parameters: parameters as GivenParameters, sends };
}
