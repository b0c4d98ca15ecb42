/**
 * What becomes of something that has come due, however late it is found.
 *
 * @module
 */
import { lastTime, nextTime, type When } from "./cron.ts";
import type { Dispatch } from "./store.ts";

/** Whoever looks is later than this only where nobody could look before. */
const LATE_MILLISECONDS = 10 * 60 * 1000;

/** Further times that were missed are not counted. */
const MOST_COUNTED = 1000;

/**
 * Of all times that came due the last one is run: in time, or afterwards where the schedule catches up.
 * How many passed before it is told.
 */
export function dispatchOf(
  when: When & { readonly dueAt: Date; readonly catchesUp: boolean },
  now: Date,
): Dispatch {
  const { dueAt: first, catchesUp } = when;
  // What was due by an older cron line may be after all times of this one.
  const last = lastTime(when, now);
  const dueAt = last === null || last < first ? first : last;
  const isLate = now.getTime() - dueAt.getTime() > LATE_MILLISECONDS;
  const state = isLate && !catchesUp ? "missed" : "waiting";
  const missed = countTimes(when, { from: first, until: dueAt }) + (state === "missed" ? 1 : 0);
  return {
    dueAt,
    // Who opens Daybook in the morning need not be told of the night: it is made up for now.
    owedSince: isLate && catchesUp ? now : dueAt,
    nextAt: nextTime(when, now),
    state,
    told: missed > 0 ? { missed } : {},
  };
}

/** Counts the times of a cron line from one of them on, until another one comes due. */
function countTimes(
  when: When,
  { from, until }: { readonly from: Date; readonly until: Date },
): number {
  let count = 0;
  let time: Date | null = from;
  while (time !== null && time < until && count < MOST_COUNTED) {
    count++;
    time = nextTime(when, time);
  }
  return count;
}
