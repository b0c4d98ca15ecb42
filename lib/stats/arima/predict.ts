/**
 * Forecasts by an ARIMA model that is fitted, with regressors where they are given.
 *
 * The deviation of period h is σ √(1 + ψ_1² + … + ψ_(h-1)²), where ψ are the weights of past errors in the
 * values themselves, differences and all.
 *
 * Source: Box, Jenkins: Time Series Analysis (1970), chapter 5.
 * Cost: O(horizon × lags).
 *
 * @module
 */
import type { Prediction } from "@/lib/stats/forecast/prediction.ts";
import { type ArimaFit, type ArimaInput, takeDifferences } from "./fit.ts";
import { type LagFilter, multiplyLags } from "./polynomial.ts";
import { type ArimaChoice, constantFor } from "./search.ts";

/** What a model goes on from: the series and the regressors that it was fitted to. */
export interface ArimaPast extends ArimaInput {
  readonly future: readonly Float64Array[];
  readonly horizon: number;
}

/** What is forecast, and by what effects: one entry a regressor. */
export interface ArimaPrediction extends Prediction {
  readonly effects: Float64Array;
}

/** Forecasts by a model that is already fitted. */
export function predictFrom(
  { fit, hasConstant }: ArimaChoice,
  { values, regressors, future, season, horizon }: ArimaPast,
): ArimaPrediction {
  const count = values.length + horizon;
  const columns = regressors.map((column, i) => concatenate(column, future[i]));
  if (hasConstant) columns.push(constantFor(fit.order, count));
  const explained = new Float64Array(count);
  columns.forEach((column, k) => {
    for (let i = 0; i < count; i++) explained[i] += fit.effects[k] * column[i];
  });
  const rest = values.map((value, i) => value - explained[i]);
  const ahead = extendSeries(rest, fit, { season, horizon });
  return {
    mean: ahead.map((value, h) => value + explained[values.length + h]),
    deviation: deviationsOf(fit, { season, horizon }),
    effects: fit.effects.slice(0, regressors.length),
  };
}

interface Span {
  readonly season: number;
  readonly horizon: number;
}

/** Goes on with what the regressors do not explain, as if no further error came. */
function extendSeries(rest: Float64Array, fit: ArimaFit, { season, horizon }: Span): Float64Array {
  const differences = takeDifferences(rest, fit.order, season);
  const { autoregressive, movingAverage, errors } = fit;
  const known = differences.length;
  const extended = new Float64Array(known + horizon);
  extended.set(differences);
  for (let t = known; t < extended.length; t++) {
    let value = 0;
    autoregressive.lags.forEach((lag, k) => {
      if (t >= lag) value += autoregressive.weights[k] * extended[t - lag];
    });
    movingAverage.lags.forEach((lag, k) => {
      if (t - lag < known && t >= lag) value -= movingAverage.weights[k] * errors[t - lag];
    });
    extended[t] = value;
  }
  const undo = differenceLags(fit, season);
  const whole = new Float64Array(rest.length + horizon);
  whole.set(rest);
  for (let h = 0; h < horizon; h++) {
    const t = rest.length + h;
    let value = extended[known + h];
    undo.lags.forEach((lag, k) => value += undo.weights[k] * whole[t - lag]);
    whole[t] = value;
  }
  return whole.slice(rest.length);
}

/** The differences as lags: what a value takes of the ones before it besides its own difference. */
function differenceLags({ order: { d, D } }: ArimaFit, season: number): LagFilter {
  const single = [[], [1], [2, -1]][d];
  const seasonal = [[], [1], [2, -1]][D];
  return multiplyLags(single, seasonal, season);
}

function deviationsOf(fit: ArimaFit, { season, horizon }: Span): Float64Array {
  const undo = differenceLags(fit, season);
  const { autoregressive, movingAverage } = fit;
  const echo = new Float64Array(horizon); // of one error in the differences
  const weights = new Float64Array(horizon); // of one error in the values
  let squares = 0;
  return Float64Array.from({ length: horizon }, (_, h) => {
    let value = h === 0 ? 1 : 0;
    movingAverage.lags.forEach((lag, k) => {
      if (lag === h) value -= movingAverage.weights[k];
    });
    autoregressive.lags.forEach((lag, k) => {
      if (lag <= h) value += autoregressive.weights[k] * echo[h - lag];
    });
    echo[h] = value;
    undo.lags.forEach((lag, k) => {
      if (lag <= h) value += undo.weights[k] * weights[h - lag];
    });
    weights[h] = value;
    squares += value * value;
    return Math.sqrt(fit.variance * squares);
  });
}

function concatenate(one: Float64Array, other: Float64Array): Float64Array {
  const whole = new Float64Array(one.length + other.length);
  whole.set(one);
  whole.set(other, one.length);
  return whole;
}
