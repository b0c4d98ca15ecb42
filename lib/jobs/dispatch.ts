/**
 * What becomes of something that has come due, however late it is found.
 *
 * @module
 */
import { lastTimes, nextTime, type When } from "./cron.ts";
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
  const passed = lastTimes(when, { until: now, count: MOST_COUNTED })
    .filter((time) => time >= first);
  const dueAt = passed[0] ?? first;
  const isLate = now.getTime() - dueAt.getTime() > LATE_MILLISECONDS;
  const state = isLate && !catchesUp ? "missed" : "waiting";
  const missed = Math.max(0, passed.length - 1) + (state === "missed" ? 1 : 0);
  return {
    dueAt,
    // Who opens Daybook in the morning need not be told of the night: it is made up for now.
    owedSince: isLate && catchesUp ? now : dueAt,
    nextAt: nextTime(when, now),
    state,
    told: missed > 0 ? { missed } : {},
  };
}
