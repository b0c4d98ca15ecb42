/**
 * Looks what has come due, and does it: one run of a schedule at a time, whichever process takes it.
 *
 * Several processes may serve one database. What came due is taken by one of them, which says every few
 * seconds that it is there still; what somebody left behind is found by the others, and by itself when it
 * starts again. Work is done at least once: it has to bear that.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { LogFields } from "@/lib/log.ts";
import { withAbout } from "@/lib/seen/about.ts";
import { doJob } from "@/lib/seen/job.ts";
import { dispatchOf } from "./dispatch.ts";
import { type Ended, endRun } from "./end_run.ts";
import type { RunEnd } from "./follow_up.ts";
import {
  askForRun,
  cancelRun,
  dispatch,
  findDue,
  findLost,
  findNext,
  findSchedule,
  type JobRunRow,
  keepRun,
  type ScheduleRow,
  takeRun,
} from "./store.ts";
import { Teller, type TellerServices } from "./teller.ts";
import { withinLimit } from "./within_limit.ts";
import { jobName } from "./workspace_schedules.ts";

/** What a run came to. */
export interface Worked {
  /** Counts and names, for the history and the log. */
  readonly told: LogFields;
  /** The run of the notebook; `null` where there is none. */
  readonly run: string | null;
}

/** What a scheduler stands on. */
export interface SchedulerServices extends Omit<TellerServices, "now"> {
  /** Does the work of a schedule; ends soon when the signal aborts. @throws AppError */
  readonly work: (schedule: ScheduleRow, signal: AbortSignal) => Promise<Worked>;
  readonly now?: () => Date;
}

/** So many schedules are run at a time by one process. */
const MOST_AT_ONCE = 2;

/** Clocks are looked at so often at least: they may be set, and machines sleep. */
const LONGEST_WAIT_MILLISECONDS = 30_000;
const SHORTEST_WAIT_MILLISECONDS = 500;

const KEEP_MILLISECONDS = 10_000;
/** Whoever was not there for so long is gone. */
const LOST_MILLISECONDS = 60_000;

interface Going {
  readonly cancel: AbortController;
  readonly ended: Promise<void>;
}

/** Runs schedules. Disposing it interrupts what goes on. */
export class Scheduler implements AsyncDisposable {
  readonly #services: SchedulerServices;
  readonly #now: () => Date;
  readonly #holder = crypto.randomUUID();
  readonly #going = new Map<string, Going>();
  readonly #closing = new AbortController();
  #ticking: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStarted = false;
  readonly #teller: Teller;

  constructor(services: SchedulerServices) {
    this.#services = services;
    this.#now = services.now ?? (() => new Date());
    this.#teller = new Teller({ ...services, now: this.#now });
  }

  /** Begins to look, and goes on until it is disposed of. */
  start(): void {
    this.#isStarted = true;
    this.wake();
  }

  /** Looks now: something may have come due sooner than was known. */
  wake(): void {
    if (!this.#isStarted || this.#closing.signal.aborted) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.tick().then(() => this.#wait()).catch(() => {}); // The log has what went wrong.
  }

  /** Looks once: what is left over, due or owed is seen to, and what may begin begins. */
  tick(): Promise<void> {
    this.#ticking = this.#ticking.then(async () => {
      if (this.#closing.signal.aborted) return;
      try {
        await this.#findLost();
        await this.#dispatch();
        await this.#begin();
        await this.#teller.tellOverdue();
      } catch (error) {
        this.#services.log.error("schedules.error", { error });
      }
    });
    return this.#ticking;
  }

  /** Resolves when nothing goes on, and whoever is to be told was. */
  async settled(): Promise<void> {
    while (this.#going.size > 0) {
      await Promise.all([...this.#going.values()].map(({ ended }) => ended));
    }
    await this.#teller.settled();
  }

  /** Runs a schedule as soon as may be; returns the run's id. @throws AppError CONFLICT where it runs */
  async runNow(schedule: string, by: string): Promise<string> {
    const id = await askForRun(this.#services.database, { schedule, by, now: this.#now() });
    if (id === null) {
      throw new AppError(
        "CONFLICT",
        "Cannot run the schedule now as one run of it goes on at a time: current value is one",
      );
    }
    this.wake();
    return id;
  }

  /** Stops a run; resolves when it has stopped, where this process runs it. */
  async cancel(id: string): Promise<void> {
    await cancelRun(this.#services.database, { id, now: this.#now() });
    const going = this.#going.get(id);
    going?.cancel.abort(new AppError("CANCELLED", "Cancelled"));
    await going?.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new AppError("CANCELLED", "Cancelled as Daybook stops"));
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#ticking;
    await this.settled();
  }

  async #wait(): Promise<void> {
    const { database } = this.#services;
    if (this.#closing.signal.aborted || this.#timer !== null) return;
    const next = await findNext(database).catch(() => null); // It is looked again soon.
    if (this.#closing.signal.aborted || this.#timer !== null) return;
    const until = (next?.getTime() ?? Infinity) - this.#now().getTime();
    const wait = Math.min(LONGEST_WAIT_MILLISECONDS, Math.max(SHORTEST_WAIT_MILLISECONDS, until));
    // What is due and cannot begin is looked at when something ends.
    const isFull = this.#going.size >= MOST_AT_ONCE;
    this.#timer = setTimeout(() => this.wake(), isFull ? LONGEST_WAIT_MILLISECONDS : wait);
  }

  async #findLost(): Promise<void> {
    const { database, log } = this.#services;
    const now = this.#now();
    // The embedded database is open in one process alone: all others are gone.
    const patience = database.kind === "embedded" ? 0 : LOST_MILLISECONDS;
    const before = new Date(now.getTime() - patience);
    const going = [...this.#going.keys()];
    for (const run of await findLost(database, { holder: this.#holder, going, before })) {
      log.warn("job.interrupted", { job: jobName(run.schedule), ...aboutRun(run) });
      await this.#end(run, { state: "interrupted", ...NOTHING });
    }
  }

  async #dispatch(): Promise<void> {
    const { database, log } = this.#services;
    const now = this.#now();
    for (const row of await findDue(database, now)) {
      const { cron, zone, due_at: due, catches_up: catchesUp } = row;
      if (due === null) continue;
      const found = dispatchOf({ cron, zone, catchesUp, dueAt: new Date(due) }, now);
      const state = await dispatch(database, row, found);
      if (state !== "missed" && state !== "skipped") continue;
      log.warn(`job.${state}`, { job: jobName(row.id), schedule: row.id });
    }
  }

  async #begin(): Promise<void> {
    const { database } = this.#services;
    while (this.#going.size < MOST_AT_ONCE && !this.#closing.signal.aborted) {
      const run = await takeRun(database, { holder: this.#holder, now: this.#now() });
      if (run === null) return;
      const cancel = new AbortController();
      const ended = this.#perform(run, cancel)
        .catch((error) => this.#services.log.error("schedules.error", { error }))
        .finally(() => {
          this.#going.delete(run.id);
          this.wake();
        });
      this.#going.set(run.id, { cancel, ended });
    }
  }

  async #perform(run: JobRunRow, cancel: AbortController): Promise<void> {
    const { database, log, work } = this.#services;
    const schedule = await findSchedule(database, run.schedule);
    if (schedule === null) return await this.#end(run, { state: "cancelled", ...NOTHING });
    const stopped = AbortSignal.any([this.#closing.signal, cancel.signal]);
    const keeping = setInterval(() => this.#keep(run, cancel), KEEP_MILLISECONDS);
    let worked = NOTHING;
    try {
      const withLimit = async () => {
        worked = await withinLimit(
          schedule.limit_seconds,
          stopped,
          (signal) => work(schedule, signal),
        );
        return worked.told;
      };
      const end = await withAbout(
        aboutRun(run),
        () => doJob(jobName(schedule.id), withLimit, { log, signal: stopped }),
      );
      const ended: RunEnd = end.type === "done"
        ? { state: "done" }
        : end.type === "failed"
        ? { state: "failed", ...problemOf(end.error) }
        : { state: this.#closing.signal.aborted ? "interrupted" : "cancelled" };
      await this.#end(run, { ...ended, ...worked });
    } finally {
      clearInterval(keeping);
    }
  }

  /** Says that a run goes on, and stops it where somebody has ended it. */
  async #keep({ id }: JobRunRow, cancel: AbortController): Promise<void> {
    const { database, log } = this.#services;
    try {
      const asked = { id, holder: this.#holder, now: this.#now() };
      if (!await keepRun(database, asked)) cancel.abort(new AppError("CANCELLED", "Cancelled"));
    } catch (error) {
      log.warn("schedules.keep", { error });
    }
  }

  async #end(run: JobRunRow, ended: Ended): Promise<void> {
    const { database } = this.#services;
    const givenUp = await endRun(database, run, { ended, now: this.#now() });
    if (givenUp !== null) this.#teller.tell(givenUp, "failed");
  }
}

const NOTHING: Worked = { told: {}, run: null };

function aboutRun({ schedule, attempt }: Pick<JobRunRow, "schedule" | "attempt">) {
  return { schedule, attempt };
}

/** What is told of an error: of a bug, nothing but that it was one. */
function problemOf(error: unknown) {
  return error instanceof AppError
    ? { code: error.code, message: error.message }
    : { code: "INTERNAL_ERROR" as const, message: "Internal server error" };
}
