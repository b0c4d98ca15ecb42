/**
 * Schedules and their runs as the database has them.
 *
 * Several processes may look at once: each statement here takes or ends something that one of them
 * alone can take or end.
 *
 * @module
 */
import type { Selectable } from "kysely";
import type { Database, Session } from "@/lib/db/database.ts";
import type { JobRunTable, ScheduleTable } from "@/lib/db/schedule_tables.ts";
import { StatementError } from "@/lib/db/statement_error.ts";
import { IS_LIVING, isOverdueAt } from "@/lib/workspace/schedules/overdue.ts";

/** A schedule as it is kept. */
export type ScheduleRow = Selectable<ScheduleTable>;

/** A run as it is kept. */
export type JobRunRow = Selectable<JobRunTable>;

/** Nobody waits for what the clock asks. */
const QUIETLY = { background: true } as const;

const UNIQUE_VIOLATION = "23505";

/** Lists what has come due. */
export async function findDue(database: Database, now: Date): Promise<readonly ScheduleRow[]> {
  return await database.query<ScheduleRow & Record<string, unknown>>(
    `select * from daybook.schedules as schedule
     where active and due_at <= $1 and ${IS_LIVING} order by due_at, id`,
    [now.toISOString()],
    QUIETLY,
  );
}

/** What came due, and what becomes of it. */
export interface Dispatch {
  readonly dueAt: Date;
  /** From when on it counts how long it has not ended well. */
  readonly owedSince: Date;
  /** `null` where it never is due again. */
  readonly nextAt: Date | null;
  /** A run that has to wait for its turn, or one that is not to be. */
  readonly state: "waiting" | "missed";
  readonly told: Readonly<Record<string, unknown>>;
}

/**
 * Takes what came due, so that nobody else does; a run waits then, unless one of the schedule goes on
 * or waits. Returns its state; `null` where somebody else took it.
 */
export async function dispatch(
  database: Database,
  { id, due_at: seen }: Pick<ScheduleRow, "id" | "due_at">,
  { dueAt, owedSince, nextAt, state, told }: Dispatch,
): Promise<"waiting" | "missed" | "skipped" | null> {
  return await database.transaction(async (session) => {
    const taken = await session.query(
      `update daybook.schedules set due_at = $3, owed_since = coalesce(owed_since, $4)
       where id = $1 and due_at = $2 and active and removed_at is null returning id`,
      [id, seen, nextAt?.toISOString() ?? null, owedSince.toISOString()],
    );
    if (taken.length === 0) return null;
    const isOpen = (await openRuns(session, id)).length > 0;
    const becomes = state === "waiting" && isOpen ? "skipped" : state;
    const at = dueAt.toISOString();
    await session.kysely.insertInto("job_runs").values({
      id: crypto.randomUUID(),
      schedule: id,
      due_at: at,
      attempt: 1,
      asked_by: null,
      state: becomes,
      starts_at: at,
      finished_at: becomes === "waiting" ? null : at,
      told: JSON.stringify(told),
    }).onConflict((conflict) => conflict.doNothing()).execute();
    return becomes;
  });
}

/** Returns the runs of a schedule that wait or go on. */
async function openRuns({ kysely }: Session, schedule: string) {
  return await kysely.selectFrom("job_runs").select("id").where("schedule", "=", schedule)
    .where("state", "in", ["waiting", "running"]).execute();
}

/** Lets a run wait because somebody asked; `null` where one of the schedule waits or goes on. */
export async function askForRun(
  database: Database,
  { schedule, by, now }: { readonly schedule: string; readonly by: string; readonly now: Date },
): Promise<string | null> {
  return await database.transaction(async (session) => {
    // Whoever asks at the same time waits here.
    await session.query("select from daybook.schedules where id = $1 for update", [schedule]);
    if ((await openRuns(session, schedule)).length > 0) return null;
    const id = crypto.randomUUID();
    const at = now.toISOString();
    await session.kysely.insertInto("job_runs").values({
      id,
      schedule,
      due_at: at,
      attempt: 1,
      asked_by: by,
      state: "waiting",
      starts_at: at,
    }).execute();
    return id;
  });
}

/** Takes the run that waits longest and may begin; `null` where there is none. */
export async function takeRun(
  database: Database,
  { holder, now }: { readonly holder: string; readonly now: Date },
): Promise<JobRunRow | null> {
  try {
    const [taken = null] = await database.query<JobRunRow & Record<string, unknown>>(
      `update daybook.job_runs set state = 'running', holder = $1, started_at = $2, seen_at = $2
       where state = 'waiting' and id = (
         select run.id from daybook.job_runs as run
         join daybook.schedules as schedule on schedule.id = run.schedule
         where run.state = 'waiting' and run.starts_at <= $2 and ${IS_LIVING} and not exists (
           select from daybook.job_runs as other
           where other.schedule = run.schedule and other.state = 'running')
         order by run.starts_at, run.id limit 1 for update of run skip locked
       ) returning *`,
      [holder, now.toISOString()],
      QUIETLY,
    );
    return taken;
  } catch (error) {
    // Another process has begun another run of the schedule meanwhile: this one waits.
    if (error instanceof StatementError && error.state === UNIQUE_VIOLATION) return null;
    throw error;
  }
}

/** Says that a run goes on; returns whether it may. */
export async function keepRun(
  database: Database,
  { id, holder, now }: { readonly id: string; readonly holder: string; readonly now: Date },
): Promise<boolean> {
  const kept = await database.query(
    `update daybook.job_runs set seen_at = $3
     where id = $1 and holder = $2 and state = 'running' returning id`,
    [id, holder, now.toISOString()],
    QUIETLY,
  );
  return kept.length > 0;
}

/** Lists runs whose process was not there after a moment, and those of one's own that do not go on. */
export async function findLost(
  database: Database,
  { holder, going, before }: {
    readonly holder: string;
    /** The ids of one's own that do. */
    readonly going: readonly string[];
    readonly before: Date;
  },
): Promise<readonly JobRunRow[]> {
  return await database.query<JobRunRow & Record<string, unknown>>(
    `select * from daybook.job_runs where state = 'running' and
     case when holder = $1 then id <> all ($3::uuid[]) else seen_at <= $2 end`,
    [holder, before.toISOString(), going],
    QUIETLY,
  );
}

/** Cancels a run that waits or goes on. What it was to do is owed no more: somebody decided so. */
export async function cancelRun(
  database: Database,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<void> {
  await database.transaction(async ({ kysely }) => {
    const cancelled = await kysely.updateTable("job_runs")
      .set({ state: "cancelled", finished_at: now.toISOString() })
      .where("id", "=", id).where("state", "in", ["waiting", "running"])
      .returning("schedule").executeTakeFirst();
    if (cancelled === undefined) return;
    await kysely.updateTable("schedules").set({ owed_since: null, told_at: null })
      .where("id", "=", cancelled.schedule).execute();
  });
}

/** Takes schedules of which somebody has to be told that they owe something; each once. */
export async function takeOverdue(
  database: Database,
  now: Date,
): Promise<readonly ScheduleRow[]> {
  return await database.query<ScheduleRow & Record<string, unknown>>(
    `update daybook.schedules as schedule set told_at = $1
     where told_at is null and ${isOverdueAt("$1::timestamptz")} returning *`,
    [now.toISOString()],
    QUIETLY,
  );
}

/** Says that nobody could be told of a schedule, so that it is tried again. */
export async function takeBackTelling({ kysely }: Database, id: string): Promise<void> {
  await kysely.updateTable("schedules").set({ told_at: null }).where("id", "=", id).execute();
}

/** Returns a schedule that was not removed, nor its notebook; `null` where there is none. */
export async function findSchedule(
  database: Pick<Session, "query">,
  id: string,
): Promise<ScheduleRow | null> {
  const [found = null] = await database.query<ScheduleRow & Record<string, unknown>>(
    `select * from daybook.schedules as schedule where id = $1 and ${IS_LIVING}`,
    [id],
  );
  return found;
}

/** Returns when something comes due or may begin next; `null` where nothing does. */
export async function findNext(database: Database): Promise<Date | null> {
  const [{ next }] = await database.query<{ next: string | null }>(
    `select least(
       (select min(due_at) from daybook.schedules as schedule where active and ${IS_LIVING}),
       (select min(run.starts_at) from daybook.job_runs as run
        join daybook.schedules as schedule on schedule.id = run.schedule
        where run.state = 'waiting' and ${IS_LIVING} and not exists (
          select from daybook.job_runs as other
          where other.schedule = run.schedule and other.state = 'running'))) as next`,
    [],
    QUIETLY,
  );
  return next === null ? null : new Date(next);
}

/** Forgets runs that ended before a moment, and schedules that were removed before it; tells how many. */
export async function forgetEnded(
  database: Database,
  { before, signal }: { readonly before: Date; readonly signal: AbortSignal },
): Promise<{ readonly runs: number; readonly schedules: number }> {
  const at = before.toISOString();
  const forget = async (table: string, column: string) => {
    const gone = await database.query(
      `delete from daybook.${table} where ${column} < $1 returning id`,
      [at],
      { signal },
    );
    return gone.length;
  };
  return {
    runs: await forget("job_runs", "finished_at"),
    schedules: await forget("schedules", "removed_at"),
  };
}
