/**
 * Tells somebody by mail of a schedule that failed, or has not run.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Mailer } from "@/lib/deliver/mail/mailer.ts";
import type { Log } from "@/lib/log.ts";
import { type AccountLetter, sendLetter } from "@/lib/workspace/accounts/letters.ts";
import type { ScheduleRow } from "./store.ts";
import type { AlertReason } from "./teller.ts";
import { scheduleView } from "./views.ts";

/** What telling stands on. */
export interface AlertServices {
  readonly database: Database;
  readonly log: Log;
  readonly mailer: Mailer;
  /** Who is told of schedules that name nobody; `null` for nobody. */
  readonly alertTo: string | null;
  /** Where people have Daybook open. */
  readonly origin: () => Promise<string>;
  readonly now?: () => Date;
}

/** Tells whoever a schedule names, or the settings do; `false` where they could not be told. */
export async function tellOf(
  row: ScheduleRow,
  reason: AlertReason,
  services: AlertServices,
): Promise<boolean> {
  const to = row.alert_to ?? services.alertTo;
  if (to === null || services.mailer.from === null) return true;
  const { kysely } = services.database;
  const title = row.notebook === null ? null : await kysely.selectFrom("notebooks").select("title")
    .where("id", "=", row.notebook).executeTakeFirst();
  const failed = kysely.selectFrom("job_runs").select("problem").where("schedule", "=", row.id)
    .where("state", "=", "failed").orderBy("starts_at", "desc").limit(1);
  // What failed before is no reason for what is owed now.
  const ofNow = row.owed_since === null ? failed : failed.where("due_at", ">=", row.owed_since);
  const last = await ofNow.executeTakeFirst();
  const now = services.now?.() ?? new Date();
  const shown = scheduleView(row, { title: title?.title ?? null, lastRun: null, now });
  return await sendLetter(
    services,
    alertLetter({
      to,
      title: shown.title,
      reason,
      since: shown.owedSince === null ? null : localTime(shown.owedSince, row.zone),
      // As endRun wrote it.
      problem: (last?.problem as { readonly message: string } | null | undefined)?.message ?? null,
      link: `${await services.origin()}/schedules/${row.id}`,
    }),
  );
}

function localTime(moment: string, zone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: zone,
  });
  return `${format.format(new Date(moment))} (${zone})`;
}

/** What it tells of. */
interface Alert {
  readonly to: string;
  readonly title: string;
  readonly reason: AlertReason;
  /** By the clocks of the schedule's zone, such as "23 Nov 2026, 02:15 (Europe/Berlin)"; `null` where nothing was due. */
  readonly since: string | null;
  /** Why the last run failed; `null` where it did not. */
  readonly problem: string | null;
  readonly link: string;
}

function alertLetter({ to, title, reason, since, problem, link }: Alert): AccountLetter {
  const what = reason === "failed"
    ? `"${title}" has failed, and is not tried again before it is due next.`
    : `"${title}" should have run and has not ended well${
      since === null ? "" : ` since ${since}`
    }.`;
  const why = problem === null ? [] : [`It failed last with: ${problem}.`];
  return {
    to,
    subject: `Daybook: "${title}" ${reason === "failed" ? "has failed" : "has not run"}`,
    words: [what, ...why, "You are told once, until it has ended well again."],
    link,
  };
}
