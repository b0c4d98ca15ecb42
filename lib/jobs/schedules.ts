/**
 * Answers what is asked of schedules, and lets them run.
 *
 * @module
 */
import type { Audit } from "@/lib/auth/audit.ts";
import type { Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { nameOf } from "@/lib/workspace/accounts/services.ts";
import { requireParameters } from "@/lib/workspace/notebooks/require_parameters.ts";
import type { Schedules } from "@/lib/workspace/schedules/contract.ts";
import { USUAL_RULES } from "@/lib/workspace/schedules/rules.ts";
import { type AlertServices, tellOf } from "./alert.ts";
import { nextTimes, refuseWhen } from "./cron.ts";
import { ensureSchedules } from "./workspace_schedules.ts";
import { notFound, ScheduleReader } from "./schedule_reader.ts";
import { columnsOf, dueAfter, parseRules, rulesOf } from "./schedule_rules.ts";
import { Scheduler, type Worked } from "./scheduler.ts";
import { forgetEnded, type ScheduleRow } from "./store.ts";
import { workOf } from "./views.ts";
import { computeKpis } from "./works/kpis.ts";
import { keepHouse } from "./works/housekeeping.ts";
import { runScheduled } from "./works/notebook.ts";
import { retrain } from "./works/retraining.ts";
import type { Housekeeping, WorkServices } from "./works/work_services.ts";

/** What schedules stand on. */
export interface ScheduleServices extends WorkServices, AlertServices {
  readonly audit: Pick<Audit, "note">;
}

/** Schedules that have to be closed. */
export interface SchedulesEngine extends Schedules, AsyncDisposable {
  /** Begins to run what comes due: where it is not called, another process does. */
  start(): void;
}

/** Runs are kept for so long after they ended, and schedules that were removed. */
const KEPT_MILLISECONDS = 90 * 24 * 60 * 60 * 1000;

/** More would run one notebook all the time. */
const MOST_OF_NOTEBOOK = 20;

/** How many times a preview has. */
const PREVIEWED = 5;

/** Makes what answers; the workspace's own schedules are there then. */
export async function createSchedules(services: ScheduleServices): Promise<SchedulesEngine> {
  const { database, log, audit, notebooks, now = () => new Date() } = services;
  const { kysely } = database;
  await ensureSchedules(database, now());
  const forgetting: Housekeeping = {
    name: "history",
    keep: async (signal) => {
      const before = new Date(now().getTime() - KEPT_MILLISECONDS);
      return { ...await forgetEnded(database, { before, signal }) };
    },
  };
  const reader = new ScheduleReader(database, now);
  const all = { ...services, housekeeping: [...services.housekeeping, forgetting] };
  const scheduler = new Scheduler({
    database,
    log,
    now,
    work: (schedule, signal) => doWork(schedule, all, signal),
    alert: (schedule, reason) => tellOf(schedule, reason, services),
  });

  const note = (
    event: "schedule_made" | "schedule_changed" | "schedule_removed" | "schedule_restored",
    schedule: string,
    by: Asker,
  ) => {
    const account = by.type === "account" ? by.id : null;
    return audit.note({ event, account, address: null, details: { schedule, by: nameOf(by) } });
  };

  return {
    list: (asked) => reader.list(asked),

    read: ({ schedule }) => reader.view(schedule),

    async create({ notebook, parameters, sends, rules, by }) {
      const kept = parseRules({ ...USUAL_RULES, ...rules }, now());
      await requireParameters(notebooks, { id: notebook, parameters });
      const id = crypto.randomUUID();
      await database.transaction(async (session) => {
        await refuseMore(session, notebook);
        await session.kysely.insertInto("schedules").values({
          id,
          work: "notebook",
          notebook,
          parameters: JSON.stringify(parameters),
          sends,
          maker: makerOf(by),
          due_at: dueAfter(kept, now()),
          ...columnsOf(kept),
        }).execute();
      });
      await note("schedule_made", id, by);
      scheduler.wake();
      return await reader.view(id);
    },

    async change({ schedule, revision, change, by }) {
      const row = await reader.require(schedule);
      const { parameters, sends, ...rules } = change;
      const isNotebooks = row.work === "notebook";
      if (!isNotebooks && (parameters !== undefined || sends !== undefined)) {
        throw new AppError(
          "BAD_PARAMETER",
          `Cannot change what a schedule does as it must be a notebook's: current value is "${row.id}"`,
        );
      }
      if (row.notebook !== null && parameters !== undefined) {
        await requireParameters(notebooks, { id: row.notebook, parameters });
      }
      const before = rulesOf(row);
      const kept = parseRules({ ...before, ...rules }, now());
      const isPausing = Object.keys(change).every((name) => name === "active");
      const isSameTime = kept.cron === before.cron && kept.zone === before.zone &&
        kept.active === before.active;
      if (row.revision !== revision) throw refuseChanged(row.revision);
      const { numUpdatedRows } = await kysely.updateTable("schedules").set((is) => ({
        ...columnsOf(kept),
        ...(parameters === undefined ? {} : { parameters: JSON.stringify(parameters) }),
        ...(sends === undefined ? {} : { sends }),
        // What it does is done for who said so last; who pauses it says nothing of that.
        ...(isNotebooks && !isPausing ? { maker: makerOf(by) } : {}),
        // What it owed was owed by other rules.
        ...(isSameTime ? {} : { due_at: dueAfter(kept, now()), owed_since: null, told_at: null }),
        revision: is("revision", "+", 1),
        changed_at: now().toISOString(),
      })).where("id", "=", schedule).where("revision", "=", revision).executeTakeFirstOrThrow();
      // Somebody else changed it at the same moment.
      if (Number(numUpdatedRows) === 0) throw refuseChanged(revision + 1);
      if (before.active && !kept.active) await cancelWaiting(schedule);
      await note("schedule_changed", schedule, by);
      scheduler.wake();
      return await reader.view(schedule);
    },

    async remove({ schedule, by }) {
      const row = await reader.require(schedule);
      if (row.work !== "notebook") {
        throw new AppError(
          "BAD_PARAMETER",
          `Cannot remove the schedule as it must be a notebook's: current value is "${row.id}"; ` +
            "let it come due no more instead",
        );
      }
      await kysely.updateTable("schedules").set({ removed_at: now().toISOString() })
        .where("id", "=", schedule).execute();
      await cancelWaiting(schedule);
      await note("schedule_removed", schedule, by);
    },

    async restore({ schedule, by }) {
      const row = await kysely.selectFrom("schedules").selectAll().where("id", "=", schedule)
        .executeTakeFirst();
      if (row === undefined) throw notFound("schedule", schedule);
      if (row.removed_at !== null) {
        await database.transaction(async (session) => {
          if (row.notebook !== null) await refuseMore(session, row.notebook);
          await session.kysely.updateTable("schedules").set({
            removed_at: null,
            due_at: dueAfter(rulesOf(row), now()),
            owed_since: null,
            told_at: null,
          }).where("id", "=", schedule).execute();
        });
        await note("schedule_restored", schedule, by);
        scheduler.wake();
      }
      return await reader.view(schedule);
    },

    async run({ schedule, by }) {
      const { id } = await reader.require(schedule);
      const run = await scheduler.runNow(id, nameOf(by));
      return await reader.runView({ schedule, run });
    },

    async cancel({ schedule, run }) {
      const { id } = await reader.requireRun(schedule, run);
      await scheduler.cancel(id);
      return await reader.runView({ schedule, run });
    },

    runs: (asked) => reader.runs(asked),

    readRun: (asked) => reader.runView(asked),

    preview(when) {
      refuseWhen(when, now());
      const times = nextTimes(when, { after: now(), count: PREVIEWED });
      return Promise.resolve({ times: times.map((time) => time.toISOString()) });
    },

    start: () => scheduler.start(),

    [Symbol.asyncDispose]: () => scheduler[Symbol.asyncDispose](),
  };

  async function refuseMore({ kysely }: Session, notebook: string): Promise<void> {
    // Whoever schedules it at the same time waits here.
    await kysely.selectFrom("notebooks").select("id").where("id", "=", notebook).forUpdate()
      .execute();
    const { count } = await kysely.selectFrom("schedules")
      .select((is) => is.fn.countAll<number>().as("count"))
      .where("notebook", "=", notebook).where("removed_at", "is", null)
      .executeTakeFirstOrThrow();
    if (count < MOST_OF_NOTEBOOK) return;
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot schedule the notebook as it may have at most ${MOST_OF_NOTEBOOK} schedules: ` +
        `current value is ${count}`,
    );
  }

  async function cancelWaiting(schedule: string): Promise<void> {
    const open = await kysely.selectFrom("job_runs").select("id").where("schedule", "=", schedule)
      .where("state", "=", "waiting").execute();
    for (const { id } of open) await scheduler.cancel(id);
  }
}

async function doWork(
  row: ScheduleRow,
  services: ScheduleServices,
  signal: AbortSignal,
): Promise<Worked> {
  const work = workOf(row);
  switch (work.type) {
    case "kpis":
      return await computeKpis(services, signal);
    case "retraining":
      return await retrain(services, signal);
    case "housekeeping":
      return await keepHouse(services, signal);
    case "notebook":
      return await runScheduled({ ...work, maker: row.maker }, services, signal);
  }
}

function refuseChanged(revision: number): AppError {
  return new AppError(
    "CONFLICT",
    `Cannot change the schedule as it must be as you saw it: current value is revision ${revision}`,
  );
}

function makerOf(by: Asker): string | null {
  return by.type === "account" ? by.id : null;
}
