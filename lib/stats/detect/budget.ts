/**
 * Finds the threshold at which history would have raised as many alerts as somebody is willing to get.
 *
 * Each point counts once, where it is odder than the threshold. The threshold is the lowest at which no
 * more points are than the budget allows for the time that was judged, and of all that flag the same
 * points the one with the fewest digits. Equal points are flagged together or not at all, but for those
 * that nothing surpasses: they are flagged whatever the budget is.
 *
 * Cost: O(points × log points), for putting them in order once.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";

/** The spans of time that alerts are counted by. */
export const SPANS = ["week", "month", "quarter", "year"] as const;

/** How many alerts somebody is willing to get. */
export interface Budget {
  readonly alerts: number;
  readonly per: (typeof SPANS)[number];
}

/** Days of a span, and of a period, over four years. */
const DAYS: Readonly<Record<Grain, number>> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 1461 / 48,
  quarter: 1461 / 16,
  year: 1461 / 4,
};

/** More digits than these tell no two thresholds apart that a person would. */
const MOST_DECIMALS = 12;

/** Returns how many spans some periods are: 0.5 for 6 months of a year. */
export function spansIn(periods: number, grain: Grain, per: Budget["per"]): number {
  return periods * DAYS[grain] / DAYS[per];
}

/** How odd the points of a replay were, the oddest first, and between what a threshold may lie. */
export interface Replay {
  /** In the unit of the threshold; Infinity for what nothing surpasses. */
  readonly ranked: Float64Array;
  /** What is no odder than this is ordinary, whatever the budget is. */
  readonly least: number;
}

/** Puts the points of some series in order; NaN is a point that was not judged. */
export function replayOf(series: readonly Float64Array[], least: number): Replay {
  const length = series.reduce((sum, { length }) => sum + length, 0);
  const all = new Float64Array(length);
  let end = 0;
  for (const values of series) for (const value of values) if (value >= 0) all[end++] = value;
  return { ranked: all.subarray(0, end).sort().reverse(), least };
}

/** Returns how many points are odder than a threshold, or odder than anything. */
export function countAbove({ ranked }: Replay, threshold: number): number {
  let low = 0;
  let high = ranked.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranked[middle] > threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the lowest threshold above which at most this many points are. */
export function thresholdFor(replay: Replay, most: number): number {
  const { ranked, least } = replay;
  const whole = Math.max(0, Math.round(most));
  const first = ranked[whole];
  if (first === undefined || first <= least) return least;
  // What is not to be flagged, and the least of what is, which is odder.
  const finite = ranked.subarray(countAbove(replay, Number.MAX_VALUE));
  const below = first === Infinity ? finite[0] ?? least : first;
  if (below <= least) return least;
  const above = ranked[countAbove(replay, below) - 1] ?? Infinity;
  return shortest(below, above);
}

/** Returns the number of the fewest digits between two; the lower one where there is none. */
function shortest(from: number, to: number): number {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    const rounded = (Math.floor(from * scale) + 1) / scale;
    if (rounded > from && rounded < to) return rounded;
  }
  return from;
}
