/**
 * What follows when a run has ended: whether it is tried again and when, and whether somebody is told.
 *
 * @module
 */
import type { ErrorCode } from "@/lib/errors.ts";
import type { ScheduleRules } from "@/lib/workspace/schedules/rules.ts";

/** How a run ended. */
export type RunEnd =
  | { readonly state: "done" }
  | { readonly state: "cancelled" }
  | { readonly state: "interrupted" }
  | { readonly state: "failed"; readonly code: ErrorCode };

/** How often what came due was tried in vain, this time counted. */
export interface Tries {
  readonly failures: number;
  readonly interruptions: number;
}

/** What follows. */
export type FollowUp =
  | { readonly type: "nothing" }
  | { readonly type: "again"; readonly afterSeconds: number }
  /** It was tried as often as it may be. */
  | { readonly type: "given_up" };

/** What is the same however often it is tried. */
const LASTING: readonly ErrorCode[] = [
  "BAD_NOTEBOOK",
  "BAD_EXPRESSION",
  "BAD_PARAMETER",
  "NOT_FOUND",
  "NOT_GRANTED",
];

/** Whatever ends the process each time it runs is not run for ever. */
const MOST_INTERRUPTIONS = 3;

/** Decides what follows. */
export function followUp(
  end: RunEnd,
  { failures, interruptions }: Tries,
  { retries, retrySeconds, runsAgain }: Pick<
    ScheduleRules,
    "retries" | "retrySeconds" | "runsAgain"
  >,
): FollowUp {
  switch (end.state) {
    case "done":
    case "cancelled":
      return { type: "nothing" };
    case "interrupted":
      return runsAgain && interruptions <= MOST_INTERRUPTIONS
        ? { type: "again", afterSeconds: 0 }
        : { type: "given_up" };
    case "failed":
      return failures <= retries && !LASTING.includes(end.code)
        ? { type: "again", afterSeconds: retrySeconds * 2 ** (failures - 1) }
        : { type: "given_up" };
  }
}
