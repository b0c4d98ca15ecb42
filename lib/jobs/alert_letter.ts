/**
 * The letter that tells somebody of a schedule that failed, or has not run.
 *
 * @module
 */
import type { AccountLetter } from "@/lib/workspace/accounts/letters.ts";
import type { AlertReason } from "./scheduler.ts";

/** What it tells of. */
export interface Alert {
  readonly to: string;
  readonly title: string;
  readonly reason: AlertReason;
  /** By the clocks of the schedule's zone, such as "Mon 23 Nov 2026, 02:15 (Europe/Berlin)"; `null` where nothing was due. */
  readonly since: string | null;
  /** Why the last run failed; `null` where it did not. */
  readonly problem: string | null;
  readonly link: string;
}

/** Writes it. */
export function alertLetter({ to, title, reason, since, problem, link }: Alert): AccountLetter {
  const what = reason === "failed"
    ? `"${title}" has failed, and is not tried again before it is due next.`
    : `"${title}" should have run and has not ended well${
      since === null ? "" : ` since ${since}`
    }.`;
  const why = problem === null ? [] : [`The last run was told: ${problem}.`];
  return {
    to,
    subject: `Daybook: "${title}" ${reason === "failed" ? "has failed" : "has not run"}`,
    words: [what, ...why, "You are told once, until it has ended well again."],
    link,
  };
}
