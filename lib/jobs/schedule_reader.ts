/**
 * Reads schedules and their runs as they are shown.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Page } from "@/lib/workspace/metrics/contract.ts";
import type { JobRunView, Schedules, ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { findSchedule, type JobRunRow, type ScheduleRow } from "./store.ts";
import { runView, scheduleView } from "./views.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads what a database has of them. */
export class ScheduleReader {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /** Returns a schedule as it is kept. @throws AppError NOT_FOUND */
  async require(id: string): Promise<ScheduleRow> {
    const found = await findSchedule(this.#database, id);
    if (found === null) throw notFound("schedule", id);
    return found;
  }

  /** Returns a run of a schedule as it is kept. @throws AppError NOT_FOUND */
  async requireRun(schedule: string, id: string): Promise<JobRunRow> {
    const { kysely } = this.#database;
    const found = UUID.test(id)
      ? await kysely.selectFrom("job_runs").selectAll().where("id", "=", id)
        .where("schedule", "=", schedule).executeTakeFirst()
      : undefined;
    if (found === undefined) throw notFound("run", id);
    return found;
  }

  /** Returns a schedule. @throws AppError NOT_FOUND */
  async view(id: string): Promise<ScheduleView> {
    const [shown] = await this.#viewsOf([await this.require(id)]);
    return shown;
  }

  /** Lists schedules, the workspace's first; of one notebook, where it is named. */
  async list({ notebook }: Parameters<Schedules["list"]>[0]): Promise<readonly ScheduleView[]> {
    const all = this.#database.kysely.selectFrom("schedules as schedule").selectAll("schedule")
      .leftJoin("notebooks as notebook", "notebook.id", "schedule.notebook")
      .where("schedule.removed_at", "is", null).where("notebook.deleted_at", "is", null);
    const wanted = notebook === undefined ? all : all.where("schedule.notebook", "=", notebook);
    return await this.#viewsOf(
      await wanted.orderBy((is) => is("schedule.notebook", "is not", null))
        .orderBy("schedule.created_at").orderBy("schedule.id").execute(),
    );
  }

  /** Returns a run of a schedule. @throws AppError NOT_FOUND */
  async runView({ schedule, run }: Parameters<Schedules["readRun"]>[0]): Promise<JobRunView> {
    return runView(await this.requireRun(schedule, run));
  }

  /** Lists the runs of a schedule, the newest first. @throws AppError NOT_FOUND */
  async runs(
    { schedule, after, limit }: Parameters<Schedules["runs"]>[0],
  ): Promise<Page<JobRunView>> {
    const { id } = await this.require(schedule);
    const all = this.#database.kysely.selectFrom("job_runs").selectAll().where("schedule", "=", id);
    const before = after === null ? null : await this.requireRun(id, after);
    const older = before === null
      ? all
      : all.where((is) =>
        is(is.refTuple("starts_at", "id"), "<", is.tuple(before.starts_at, before.id))
      );
    const rows = await older.orderBy("starts_at", "desc").orderBy("id", "desc").limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit).map(runView);
    return { items, next: rows.length > limit ? items[limit - 1].id : null };
  }

  async #viewsOf(rows: readonly ScheduleRow[]): Promise<readonly ScheduleView[]> {
    const ids = rows.map(({ id }) => id);
    const ofNotebooks = rows.flatMap(({ notebook }) => notebook ?? []);
    const titles = ofNotebooks.length === 0
      ? []
      : await this.#database.kysely.selectFrom("notebooks").select(["id", "title"])
        .where("id", "in", ofNotebooks).execute();
    const last = await this.#database.query<JobRunRow & Record<string, unknown>>(
      // What was skipped is newer than the run that it was skipped for, and tells less of how it stands.
      `select run.* from unnest($1::text[]) as asked (id) cross join lateral (
         select * from daybook.job_runs where schedule = asked.id and state <> 'skipped'
         order by starts_at desc, id desc limit 1) as run`,
      [ids],
    );
    return rows.map((row) =>
      scheduleView(row, {
        title: titles.find(({ id }) => id === row.notebook)?.title ?? null,
        lastRun: last.find(({ schedule }) => schedule === row.id) ?? null,
        now: this.#now(),
      })
    );
  }
}

/** The refusal of what there is not. */
export function notFound(what: "schedule" | "run", id: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot find the ${what} as there is none of this id: ${JSON.stringify(id)}`,
  );
}
