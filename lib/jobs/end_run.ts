/**
 * Ends a run, with all that follows from it, at once: neither a crash nor a database that is away for a
 * moment loses the next try.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import type { JobRunState } from "@/lib/db/schedule_tables.ts";
import { followUp, type RunEnd, type Tries } from "./follow_up.ts";
import { findSchedule, type JobRunRow, type ScheduleRow } from "./store.ts";

/** What became of a run. */
export type Ended = RunEnd & {
  readonly told: Readonly<Record<string, unknown>>;
  /** Of a failure: what is told of it. */
  readonly message?: string;
  /** The run of the notebook. */
  readonly run: string | null;
};

/**
 * Ends a run that goes on. Returns its schedule where it was given up and somebody is to be told; `null`
 * else, also where somebody else ended it.
 */
export async function endRun(
  database: Database,
  run: JobRunRow,
  { ended, now }: { readonly ended: Ended; readonly now: Date },
): Promise<ScheduleRow | null> {
  return await database.transaction(async (session) => {
    if (!await markEnded(session, run, { ended, now })) return null;
    if (ended.state === "done") await payOff(session, run);
    const schedule = await findSchedule(session, run.schedule);
    // Who paused it wants no more of it than what they ask for themselves.
    if (schedule === null || (!schedule.active && run.asked_by === null)) return null;
    const { retries, retry_seconds: retrySeconds, runs_again: runsAgain } = schedule;
    const tries = await countTries(session, run);
    const next = followUp(ended, tries, { retries, retrySeconds, runsAgain });
    switch (next.type) {
      case "nothing":
        return null;
      case "again":
        await tryAgain(session, run, new Date(now.getTime() + next.afterSeconds * 1000));
        return null;
      case "given_up":
        return await takeTelling(session, schedule.id, now) ? schedule : null;
    }
  });
}

async function markEnded(
  { kysely }: Session,
  { id, told: before }: JobRunRow,
  { ended, now }: { readonly ended: Ended; readonly now: Date },
): Promise<boolean> {
  const { state, told, run } = ended;
  const problem = ended.state === "failed"
    ? { code: ended.code, message: ended.message ?? "Internal server error" }
    : null;
  const { numUpdatedRows } = await kysely.updateTable("job_runs").set({
    state,
    told: JSON.stringify({ ...before, ...told }),
    problem: problem === null ? null : JSON.stringify(problem),
    run,
    finished_at: now.toISOString(),
  }).where("id", "=", id).where("state", "=", "running").executeTakeFirstOrThrow();
  return Number(numUpdatedRows) > 0;
}

/** What was owed when a run began that ended well is owed no more, and is told anew if it fails again. */
async function payOff({ kysely }: Session, { schedule, started_at }: JobRunRow): Promise<void> {
  await kysely.updateTable("schedules").set({ owed_since: null, told_at: null })
    .where("id", "=", schedule)
    .where((is) => is.or([is("owed_since", "is", null), is("owed_since", "<=", started_at)]))
    .execute();
}

/** Counts how often what came due was tried in vain. */
async function countTries(
  { kysely }: Session,
  { schedule, due_at: due }: JobRunRow,
): Promise<Tries> {
  const rows = await kysely.selectFrom("job_runs").select("state")
    .where("schedule", "=", schedule).where("due_at", "=", due).execute();
  const count = (wanted: JobRunState) => rows.filter(({ state }) => state === wanted).length;
  return { failures: count("failed"), interruptions: count("interrupted") };
}

/** Lets the next try of a run wait. */
async function tryAgain(
  { kysely }: Session,
  { schedule, due_at, attempt, asked_by }: JobRunRow,
  startsAt: Date,
): Promise<void> {
  await kysely.insertInto("job_runs").values({
    id: crypto.randomUUID(),
    schedule,
    due_at,
    attempt: attempt + 1,
    asked_by,
    state: "waiting",
    starts_at: startsAt.toISOString(),
  }).onConflict((conflict) => conflict.doNothing()).execute();
}

/** Takes it on oneself to tell of a schedule; `false` where that was done. */
async function takeTelling({ kysely }: Session, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await kysely.updateTable("schedules")
    .set({ told_at: now.toISOString() })
    .where("id", "=", id).where("told_at", "is", null).executeTakeFirstOrThrow();
  return Number(numUpdatedRows) > 0;
}
