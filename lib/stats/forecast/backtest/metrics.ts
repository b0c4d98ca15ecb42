/**
 * Says how far forecasts were from what came.
 *
 * With e = actual - forecast over the periods where both are there:
 *
 * - MAE = mean |e|; RMSE = √ mean e²; WAPE = 100 Σ|e| / Σ|actual|
 * - MAPE = 100 mean |e / actual|, over the actuals that are not 0: it says how many these are
 * - sMAPE = 100 mean (2 |e| / (|actual| + |forecast|)), 0 where both are 0
 * - MASE = mean |e| / scale, where the scale is the mean |y_t - y_(t - season)| of the history
 *   before the forecast
 * - CRPS = the mean score of a normal distribution with the forecast's deviation (crps.ts)
 *
 * A metric is `null` where it is undefined: no period, a denominator of 0, or numbers so large
 * that their sum is none.
 *
 * Source: Hyndman, Koehler: Another look at measures of forecast accuracy (2006); Hyndman,
 * Athanasopoulos: Forecasting: Principles and Practice (3rd edition), section 5.8.
 * Cost: O(periods).
 *
 * @module
 */
import { normalCrps } from "./crps.ts";

/** Forecasts of periods that have come, in any order; NaN where nothing was observed. */
export interface Outcome {
  readonly actual: Float64Array;
  readonly forecast: Float64Array;
  /** What MASE divides each error by; NaN or 0 where there is none. */
  readonly scale: Float64Array;
  /** Of the forecast; NaN, or no array, where it is unknown. */
  readonly deviation?: Float64Array;
}

/** How far forecasts were from what came; `null` is undefined. */
export interface Metrics {
  /** Periods with both an actual and a forecast. */
  readonly periods: number;
  readonly mae: number | null;
  readonly rmse: number | null;
  /** In percent. */
  readonly wape: number | null;
  /** In percent; its mean is over `mapePeriods` of the `periods`. */
  readonly mape: number | null;
  readonly mapePeriods: number;
  /** In percent, from 0 to 200. */
  readonly smape: number | null;
  /** Below 1 is better than the seasonal naive forecast of one season ahead in the history. */
  readonly mase: number | null;
  /** In the unit of the values, as MAE is, which it equals for forecasts without any deviation. */
  readonly crps: number | null;
}

/** Measures forecasts against what came. */
export function measure({ actual, forecast, scale, deviation }: Outcome): Metrics {
  const known = Array.from(actual, (_, i) => i)
    .filter((i) => Number.isFinite(actual[i]) && Number.isFinite(forecast[i]));
  const errors = known.map((i) => Math.abs(actual[i] - forecast[i]));
  const relative = known.flatMap((i, k) =>
    actual[i] === 0 ? [] : [errors[k] / Math.abs(actual[i])]
  );
  const symmetric = known.map((i, k) =>
    errors[k] === 0 ? 0 : 2 * errors[k] / (Math.abs(actual[i]) + Math.abs(forecast[i]))
  );
  const scaled = known.flatMap((i, k) => scale[i] > 0 ? [errors[k] / scale[i]] : []);
  const size = sum(known.map((i) => Math.abs(actual[i])));
  return {
    periods: known.length,
    mae: mean(errors),
    rmse: root(mean(errors.map((error) => error ** 2))),
    wape: percent(size > 0 ? finite(sum(errors) / size) : null),
    mape: percent(mean(relative)),
    mapePeriods: relative.length,
    smape: percent(mean(symmetric)),
    mase: mean(scaled),
    crps: deviation === undefined
      ? null
      : mean(known.map((i) => normalCrps(actual[i], forecast[i], deviation[i]))),
  };
}

/** Returns the share of observed actuals within the bounds, in percent; `null` if none was observed. */
export function coverageOf(
  actual: Float64Array,
  { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
): number | null {
  const known = Array.from(actual, (_, i) => i).filter((i) => Number.isFinite(actual[i]));
  return percent(mean(known.map((i) => Number(actual[i] >= lower[i] && actual[i] <= upper[i]))));
}

/** Returns the mean |y_t - y_(t - season)| over a history: what MASE divides by; `null` if unknown. */
export function seasonalScale(history: Float64Array, season: number): number | null {
  const moves = history.subarray(season).map((value, i) => Math.abs(value - history[i]));
  return mean(Array.from(moves.filter(Number.isFinite)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number | null {
  return finite(sum(values) / values.length);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function percent(share: number | null): number | null {
  return share === null ? null : finite(100 * share);
}

function root(square: number | null): number | null {
  return square === null ? null : Math.sqrt(square);
}
