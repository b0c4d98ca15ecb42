/**
 * Fits an ARIMA model of given orders, with seasons and regressors, by exact likelihood.
 *
 * The differences are whitened from their first value on (kalman.ts), effects of regressors found by least
 * squares on the whitened columns, and values log(squares) + Σ log f made as low as can be. The search begins where
 * conditional squares are least (fit.ts), which is near.
 *
 * Source: Harvey (1989), section 3.4, likelihood by its prediction errors with the variance taken out; equal to
 * statsmodels to 1e-4 deviations where a model is well identified. Cost: some 30 to 80 evaluations.
 *
 * @module
 */
import { descend } from "@/lib/stats/optimize/descend.ts";
import { solveLeastSquares } from "@/lib/stats/optimize/least_squares.ts";
import {
  type ArimaFit,
  type ArimaInput,
  type ArimaOrder,
  modelAt,
  searchConditional,
  takeDifferences,
} from "./fit.ts";
import { type LagModel, whiten } from "./kalman.ts";

/** Partial autocorrelations are the tanh of parameters: beyond this they are 1 to all that is visible. */
const FARTHEST = 3;

/** Less than this makes nothing likelier to all that is visible. */
const LEAST_GAIN = 1e-7;
const MOST_STEPS = 60;

/** A fit with where it was found: another series like it may be searched from there. */
export interface ExactFit extends ArimaFit {
  readonly point: Float64Array;
}

/**
 * Fits a model; `null` where the series is too short for it, or what comes out is no number. The search
 * begins at `start` where it is given, which spares half of the work.
 */
export function fitExactly(
  input: ArimaInput,
  order: ArimaOrder,
  start: Float64Array | null = null,
): ExactFit | null {
  const { season } = input;
  const columns = [input.values, ...input.regressors].map((column) =>
    takeDifferences(column, order, season)
  );
  const { p, q, P, Q } = order;
  const size = p + q + P + Q;
  const freedom = size + input.regressors.length + 1;
  const { length } = columns[0];
  if (length < freedom + 3) return null;
  const near = (start ?? searchConditional(columns, order, season))
    .map((free) => Math.max(-FARTHEST, Math.min(FARTHEST, free)));
  const { point } = descend(
    (point) => explain(columns, modelAt(point, order, season)).criterion,
    { start: near, gain: LEAST_GAIN, steps: MOST_STEPS },
  );
  const model = modelAt(point, order, season);
  const { squares, effects, errors, criterion } = explain(columns, model);
  if (!Number.isFinite(criterion)) return null;
  return {
    order,
    point,
    ...model,
    effects,
    errors,
    variance: squares / length,
    criterion: criterion + 2 * freedom + 2 * freedom * (freedom + 1) / (length - freedom - 1),
  };
}

/** The first column explained by the others and by its past; the criterion is the smaller the likelier. */
function explain(columns: readonly Float64Array[], model: LagModel) {
  const whitened = whiten(columns, model);
  const none = { squares: NaN, effects: new Float64Array(), errors: new Float64Array() };
  if (whitened === null) return { ...none, criterion: Infinity };
  const [errors, ...rest] = whitened.columns;
  const effects = rest.length === 0 ? new Float64Array() : solveLeastSquares(rest, errors);
  let squares = 0;
  for (let t = 0; t < errors.length; t++) {
    let error = errors[t];
    for (let k = 0; k < rest.length; k++) error -= effects[k] * rest[k][t];
    errors[t] = error;
    squares += error * error;
  }
  const spread = Math.max(squares / errors.length, Number.MIN_VALUE);
  const criterion = errors.length * Math.log(spread) + whitened.logarithms;
  return { squares, effects, errors, criterion: Number.isNaN(criterion) ? Infinity : criterion };
}
