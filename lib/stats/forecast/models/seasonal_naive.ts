/**
 * Forecasts that each period repeats its last observed value one or more seasons before.
 *
 * deviation = √(mean of (y_t - y_(t - season))²) × √k, where k is the season ahead, counted
 * from 1: the errors of k seasons add up. A season of 1 is the naive forecast.
 *
 * Gaps are left as they are: a place in the season repeats its last observed value, and
 * one that was never observed the last value of the series. Pairs with a gap are no residuals.
 *
 * Source: Hyndman, Athanasopoulos: Forecasting: Principles and Practice (3rd edition), section 5.5.
 * Cost: O(values) time and memory.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Model } from "@/lib/stats/forecast/prediction.ts";

interface Span {
  readonly season: number;
  readonly horizon: number;
}

/** Returns the model for a season of this many periods. */
export function seasonalNaive(season: number): Model {
  return (history, horizon) => {
    const deviation = seasonalDeviation(history, { season, horizon });
    if (deviation === null) {
      throw new AppError(
        "MODEL_FAILED",
        "Cannot repeat the season as two values one season apart are needed: " +
          `current value is ${history.length} periods`,
      );
    }
    return { mean: repeatSeason(history, { season, horizon }), deviation };
  };
}

/** Returns the last observed value of each period's place in the season; NaN if there is no value. */
export function repeatSeason(history: Float64Array, { season, horizon }: Span): Float64Array {
  const last = history.findLast(Number.isFinite) ?? NaN;
  const cycle = Float64Array.from({ length: season }, (_, place) => {
    let i = history.length - season + place;
    while (i >= 0 && !Number.isFinite(history[i])) i -= season;
    return i >= 0 ? history[i] : last;
  });
  return Float64Array.from({ length: horizon }, (_, i) => cycle[i % season]);
}

/** Returns the deviation of each period ahead; `null` if no two values are a season apart. */
export function seasonalDeviation(
  history: Float64Array,
  { season, horizon }: Span,
): Float64Array | null {
  const differences = history.subarray(season).map((value, i) => value - history[i])
    .filter(Number.isFinite);
  if (differences.length === 0) return null;
  const squares = differences.reduce((sum, value) => sum + value ** 2, 0);
  const deviation = Math.sqrt(squares / differences.length);
  return Float64Array.from(
    { length: horizon },
    (_, i) => deviation * Math.sqrt(Math.floor(i / season) + 1),
  );
}
