/**
 * Says from which earlier origins to forecast, and sets what came beside it.
 *
 * The last origin leaves `horizon` periods to be forecast, each earlier one `step`
 * periods more. A model sees only what lies before its origin.
 *
 * Source: Tashman: Out-of-sample tests of forecasting accuracy (2000), rolling origins.
 * Cost: O(periods) a fold, besides the forecasts.
 *
 * @module
 */
import { measure, type Metrics, seasonalScale } from "./metrics.ts";
import type { Prediction } from "@/lib/stats/forecast/prediction.ts";

/** Where the origins lie. */
export interface BacktestPlan {
  /** Periods before the first forecast, one entry a fold, oldest first. */
  readonly origins: readonly number[];
  /** Periods that each fold forecasts. */
  readonly horizon: number;
}

/** The folds that are wanted, where the history is long enough. */
export interface PlanOptions {
  readonly folds: number;
  readonly horizon: number;
  /** Periods between origins. */
  readonly step: number;
  /** Periods that a model needs before its first origin. */
  readonly minimum: number;
}

/** One origin: what was forecast, and what came. */
export interface Fold {
  readonly origin: number;
  readonly prediction: Prediction;
  /** NaN where nothing was observed. */
  readonly actual: Float64Array;
  /** What MASE divides by; `null` where the history has no seasonal difference. */
  readonly scale: number | null;
}

/**
 * Places the origins. Where the history is too short for all of it, origins move closer
 * together first, then the horizon shrinks to half of what lies behind `minimum`; no
 * origins are left where not one period does.
 */
export function planBacktest(length: number, options: PlanOptions): BacktestPlan {
  const available = Math.max(0, length - options.minimum);
  const wanted = options.horizon + (options.folds - 1) * options.step;
  if (available >= wanted) return planOf(length, options);
  const horizon = Math.min(options.horizon, Math.ceil(available / 2));
  const rest = available - horizon;
  const folds = Math.min(options.folds, rest + 1);
  const step = Math.floor(rest / Math.max(1, folds - 1));
  return planOf(length, { folds: available > 0 ? folds : 0, horizon, step });
}

function planOf(
  length: number,
  { folds, horizon, step }: Pick<PlanOptions, "folds" | "horizon" | "step">,
): BacktestPlan {
  const origins = Array.from(
    { length: folds },
    (_, i) => length - horizon - step * (folds - 1 - i),
  );
  return { origins, horizon };
}

/** Sets what was forecast from each origin, in their order, beside what came. */
export function foldsOf(
  values: Float64Array,
  predictions: readonly Prediction[],
  { plan: { origins, horizon }, season }: {
    readonly plan: BacktestPlan;
    readonly season: number;
  },
): readonly Fold[] {
  return origins.map((origin, fold) => ({
    origin,
    prediction: predictions[fold],
    actual: values.slice(origin, origin + horizon),
    scale: seasonalScale(values.subarray(0, origin), season),
  }));
}

/** Measures all folds together. */
export function measureFolds(folds: readonly Fold[]): Metrics {
  return measure({
    actual: concatenate(folds.map((fold) => fold.actual)),
    forecast: concatenate(folds.map((fold) => fold.prediction.mean)),
    deviation: concatenate(folds.map((fold) => fold.prediction.deviation)),
    scale: concatenate(folds.map((fold) => fold.actual.map(() => fold.scale ?? NaN))),
  });
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => Array.from(part)));
}
