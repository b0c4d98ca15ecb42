/**
 * Fits an ARIMA model of given orders, with seasons and regressors, by conditional sum of squares.
 *
 * φ(B) Φ(B^s) w_t = θ(B) Θ(B^s) e_t, where w are the differences of values - regressors × effects. The
 * errors before the first one that can be told are 0. Effects enter linearly: for each guess of the
 * other parameters they are found by least squares on filtered columns.
 *
 * Source: Box, Jenkins: Time Series Analysis (1970), section 7.1; Hyndman, Khandakar: Automatic time
 * series forecasting (2008) for the criterion. Cost: O(values × lags) an evaluation.
 *
 * @module
 */
import { minimize } from "@/lib/stats/optimize/nelder_mead.ts";
import { solveLeastSquares } from "@/lib/stats/optimize/least_squares.ts";
import type { LagModel } from "./kalman.ts";
import { difference, type LagFilter, multiplyLags, stationary } from "./polynomial.ts";

/** How many past values and past errors count, and how often differences are taken. */
export interface ArimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  /** The same in whole seasons. */
  readonly P: number;
  readonly D: number;
  readonly Q: number;
}

/** A series without gaps, and columns as long that help to explain it. */
export interface ArimaInput {
  readonly values: Float64Array;
  readonly season: number;
  readonly regressors: readonly Float64Array[];
}

/** A model with all that was found for it. */
export interface ArimaFit {
  readonly order: ArimaOrder;
  /** What a period takes of the ones before it, after differences. */
  readonly autoregressive: LagFilter;
  /** What it takes of errors before it, with their sign turned. */
  readonly movingAverage: LagFilter;
  /** One entry a regressor. */
  readonly effects: Float64Array;
  /** One entry a difference. */
  readonly errors: Float64Array;
  readonly variance: number;
  /** Akaike's criterion for small samples, up to a constant of the differences: the smaller the better. */
  readonly criterion: number;
}

/** A partial autocorrelation beyond this is as good as a root of 1. */
const MOST_PARTIAL = 0.98;

const EVALUATIONS = { base: 60, each: 70 } as const;

/** Fits a model; `null` where the series is too short for it, or what comes out is no number. */
export function fitArima(input: ArimaInput, order: ArimaOrder): ArimaFit | null {
  const columns = [input.values, ...input.regressors].map((column) =>
    takeDifferences(column, order, input.season)
  );
  const { p, q, P, Q } = order;
  const start = p + P * input.season;
  const length = columns[0].length;
  const freedom = p + q + P + Q + input.regressors.length + 1;
  if (length - start < freedom + 3) return null;
  const filtered = columns.map((column) => new Float64Array(column.length));
  const point = searchConditional(columns, order, input.season);
  const model = modelAt(point, order, input.season);
  const { squares, effects, errors } = squaresOf(columns, filtered, { ...model, start });
  const left = length - freedom - 1;
  if (!Number.isFinite(squares) || left <= 0 || nearsUnit(point)) return null;
  const spread = squares / (length - start);
  return {
    order,
    ...model,
    effects,
    errors,
    variance: squares / Math.max(1, length - start - freedom + 1),
    criterion: length * Math.log(Math.max(spread, Number.MIN_VALUE)) + 2 * freedom +
      2 * freedom * (freedom + 1) / left,
  };
}

/** Finds the parameters, without bounds, with the least conditional squares of differenced columns. */
export function searchConditional(
  columns: readonly Float64Array[],
  order: ArimaOrder,
  season: number,
): Float64Array {
  const { p, q, P, Q } = order;
  const size = p + q + P + Q;
  if (size === 0) return new Float64Array();
  const start = p + P * season;
  const filtered = columns.map((column) => new Float64Array(column.length));
  const measure = (point: Float64Array) => {
    const model = modelAt(point, order, season);
    return squaresOf(columns, filtered, { ...model, start }).squares;
  };
  return minimize(measure, {
    start: new Float64Array(size).fill(0.1),
    steps: new Float64Array(size).fill(0.4),
    evaluations: EVALUATIONS.base + EVALUATIONS.each * size,
    tolerance: 1e-7,
  }).point;
}

/** Takes the differences of an order, whole seasons first. */
export function takeDifferences(
  values: Float64Array,
  { d, D }: Pick<ArimaOrder, "d" | "D">,
  season: number,
): Float64Array {
  let column = values;
  for (let i = 0; i < D; i++) column = difference(column, season);
  for (let i = 0; i < d; i++) column = difference(column, 1);
  return column;
}

/** Returns the model at a point: stationary and invertible for every one. */
export function modelAt(point: Float64Array, { p, q, P }: ArimaOrder, season: number): LagModel {
  return {
    autoregressive: multiplyLags(
      stationary(point.subarray(0, p)),
      stationary(point.subarray(p + q, p + q + P)),
      season,
    ),
    movingAverage: multiplyLags(
      stationary(point.subarray(p, p + q)),
      stationary(point.subarray(p + q + P)),
      season,
    ),
  };
}

/** Parameters at their bounds mean that the orders do not suit the series. */
function nearsUnit(point: Float64Array): boolean {
  return point.some((free) => Math.abs(Math.tanh(free)) > MOST_PARTIAL);
}

/** Returns what a model leaves of columns that are differences already; errors before the first are 0. */
export function filterColumns(
  columns: readonly Float64Array[],
  model: LagModel,
): readonly Float64Array[] {
  const start = model.autoregressive.lags.at(-1) ?? 0;
  return columns.map((column) => {
    const errors = new Float64Array(column.length);
    applyFilter(column, errors, { ...model, start });
    return errors;
  });
}

/** Filters all columns, and explains the first by the others. */
function squaresOf(
  columns: readonly Float64Array[],
  filtered: readonly Float64Array[],
  model: LagModel & { readonly start: number },
): { readonly squares: number; readonly effects: Float64Array; readonly errors: Float64Array } {
  columns.forEach((column, i) => applyFilter(column, filtered[i], model));
  const [errors, ...rest] = filtered;
  const effects = rest.length === 0 ? new Float64Array() : solveLeastSquares(rest, errors);
  let squares = 0;
  for (let t = model.start; t < errors.length; t++) {
    let error = errors[t];
    for (let k = 0; k < rest.length; k++) error -= effects[k] * rest[k][t];
    squares += error * error;
    errors[t] = error;
  }
  return { squares: Number.isNaN(squares) ? Infinity : squares, effects, errors };
}

function applyFilter(
  values: Float64Array,
  errors: Float64Array,
  { autoregressive, movingAverage, start }: LagModel & { readonly start: number },
): void {
  const { lags, weights } = autoregressive;
  const { lags: errorLags, weights: errorWeights } = movingAverage;
  errors.fill(0, 0, start);
  errors.set(values.subarray(start), start);
  // Lag by lag, which takes half the time of value by value.
  for (let k = 0; k < lags.length; k++) {
    const lag = lags[k];
    const weight = weights[k];
    for (let t = start; t < values.length; t++) errors[t] -= weight * values[t - lag];
  }
  if (errorLags.length === 0) return;
  for (let t = start; t < values.length; t++) {
    let error = errors[t];
    for (let k = 0; k < errorLags.length; k++) {
      const before = t - errorLags[k];
      if (before < start) break;
      error += errorWeights[k] * errors[before];
    }
    errors[t] = error;
  }
}
