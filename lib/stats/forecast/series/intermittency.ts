/**
 * Tells demand that comes now and then from demand that comes every period.
 *
 * Demand is intermittent where it comes on average every 1.32 periods or more rarely, and erratic where
 * the squared coefficient of variation of its sizes is 0.49 or more; lumpy is both. Zeros that come at the
 * same place of every season, as of a shop closed on Sundays, are no lack of demand and do not count.
 *
 * Source: Syntetos, Boylan, Croston: On the categorization of demand patterns (2005), with its bounds, at
 * which Croston's method with its correction begins to be better than exponential smoothing.
 * Cost: O(values).
 *
 * @module
 */

/** How demand comes: its rhythm and its sizes even, one of them not, or neither. */
export type DemandPattern = "smooth" | "erratic" | "intermittent" | "lumpy";

/** What a history of demand looks like. */
export interface Demand {
  readonly pattern: DemandPattern;
  /** Periods for each one with a demand, 1 or more. */
  readonly interval: number;
  /** The variance of the demands that are not 0, over the square of their mean. */
  readonly variation: number;
}

const RARE_INTERVAL = 1.32;
const ERRATIC_VARIATION = 0.49;

/** Fewer demands show no rhythm. */
const MIN_DEMANDS = 2;

/** In fewer seasons a place may be empty by chance. */
const MIN_SEASONS = 4;

/**
 * Describes demand; `null` where a value is below 0, or too few are above it. NaN is a gap, of which
 * nothing is known. A season of 1 is none.
 */
export function describeDemand(values: Float64Array, season: number): Demand | null {
  const open = openPlaces(values, season);
  const periods = values.filter((value, i) => Number.isFinite(value) && open[i % season]);
  if (periods.some((value) => value < 0)) return null;
  const sizes = periods.filter((value) => value > 0);
  if (sizes.length < MIN_DEMANDS) return null;
  const mean = sizes.reduce((sum, size) => sum + size / sizes.length, 0);
  const variation = sizes.reduce((sum, size) => sum + (size / mean - 1) ** 2, 0) /
    (sizes.length - 1);
  const interval = periods.length / sizes.length;
  return { pattern: patternOf(interval, variation), interval, variation };
}

/** Whether methods for intermittent demand are worth trying on a series. */
export function isIntermittent(values: Float64Array, season: number): boolean {
  const demand = describeDemand(values, season);
  return demand !== null && demand.interval >= RARE_INTERVAL;
}

function patternOf(interval: number, variation: number): DemandPattern {
  if (interval >= RARE_INTERVAL) return variation >= ERRATIC_VARIATION ? "lumpy" : "intermittent";
  return variation >= ERRATIC_VARIATION ? "erratic" : "smooth";
}

/** The places of the season that are not 0 in all of several seasons. */
function openPlaces(values: Float64Array, season: number): readonly boolean[] {
  return Array.from({ length: season }, (_, place) => {
    if (values.length < MIN_SEASONS * season) return true;
    for (let i = place; i < values.length; i += season) if (values[i] !== 0) return true;
    return false;
  });
}
