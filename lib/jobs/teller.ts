/**
 * Tells somebody of schedules that have failed, or have not run: each time something is owed, once.
 *
 * Nothing waits for it. Where nobody could be told just now, it is tried again after a while.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Log } from "@/lib/log.ts";
import { type ScheduleRow, takeBackTelling, takeOverdue } from "./store.ts";
import { jobName } from "./workspace_schedules.ts";

/** Why somebody is told of a schedule. */
export type AlertReason =
  /** It was tried as often as it may be. */
  | "failed"
  /** It came due, and has not ended well for too long. */
  | "overdue";

/** What telling stands on. */
export interface TellerServices {
  readonly database: Database;
  readonly log: Log;
  /** Tells somebody; `false` where they could not be told. */
  readonly alert: (schedule: ScheduleRow, reason: AlertReason) => Promise<boolean>;
  readonly now: () => Date;
}

const AGAIN_MILLISECONDS = 5 * 60_000;

/** Tells somebody of schedules. */
export class Teller {
  readonly #services: TellerServices;
  readonly #underWay = new Set<Promise<void>>();
  #quietUntil = 0;

  constructor(services: TellerServices) {
    this.#services = services;
  }

  /** Tells of those that have owed something for too long. */
  async tellOverdue(): Promise<void> {
    const { database, now } = this.#services;
    if (now().getTime() < this.#quietUntil) return;
    for (const schedule of await takeOverdue(database, now())) this.tell(schedule, "overdue");
  }

  /** Tells of one that was taken to be told of. */
  tell(schedule: ScheduleRow, reason: AlertReason): void {
    const telling = this.#tell(schedule, reason)
      .catch((error) => this.#services.log.error("schedules.error", { error }))
      .finally(() => this.#underWay.delete(telling));
    this.#underWay.add(telling);
  }

  /** Resolves when whoever is to be told by now was. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #tell(schedule: ScheduleRow, reason: AlertReason): Promise<void> {
    const { database, log, alert, now } = this.#services;
    log.error(`job.${reason === "failed" ? "given_up" : "overdue"}`, {
      job: jobName(schedule.id),
      schedule: schedule.id,
      owed_since: schedule.owed_since,
    });
    try {
      if (await alert(schedule, reason)) return;
    } catch (error) {
      log.error("schedules.error", { error });
    }
    this.#quietUntil = now().getTime() + AGAIN_MILLISECONDS;
    await takeBackTelling(database, schedule.id);
  }
}
