/**
 * Widens or narrows a model's intervals to what its backtest errors were.
 *
 * Each held-out error is divided by the deviation that the model gave for that period ahead. The
 * multiplier of a level is the ⌈(n + 1) × level⌉-th smallest of these n ratios, in place of the
 * normal distribution's. Where a model gave a deviation of 0, errors count as they are.
 *
 * Coverage is told from folds that did not take part: each fold is judged by intervals
 * calibrated on the others.
 *
 * Source: Lei, G'Sell, Rinaldo, Tibshirani, Wasserman: Distribution-free predictive inference for
 * regression (2018), split conformal with locally weighted residuals. The guarantee is for
 * exchangeable errors; after a level shift the intervals are too narrow until the folds have
 * seen it. Cost: O(n log n) a fold.
 *
 * @module
 */
import type { Fold } from "./backtest.ts";
import { coverageOf } from "./metrics.ts";
import {
  type Interval,
  intervalsOf,
  type Level,
  LEVELS,
  type Multipliers,
  NORMAL_MULTIPLIERS,
  type Prediction,
} from "./prediction.ts";

/** With fewer the quantile of 95% does not exist: ⌈(n + 1) × 0.95⌉ would pass n. */
const MIN_ERRORS = 19;

/** Fewer folds say too little about how errors differ from one time to another. */
const MIN_FOLDS = 3;

/** The share of held-out values that lay in the intervals of each level, in percent. */
export type Coverage = Readonly<Record<Level, number>>;

/** How to turn a prediction's deviations into intervals. */
export interface Calibration {
  readonly multipliers: Multipliers;
  /** Whether the deviations are the model's; else every period has a deviation of 1. */
  readonly weighted: boolean;
}

/** Takes the model at its word: errors of a normal distribution with its deviations. */
export const UNCALIBRATED: Calibration = { multipliers: NORMAL_MULTIPLIERS, weighted: true };

/** Learns multipliers from folds; `null` where they are too few. */
export function calibrate(folds: readonly Fold[]): Calibration | null {
  if (folds.length < MIN_FOLDS) return null;
  const weighted = folds.every((fold) => fold.prediction.deviation.every((value) => value > 0));
  const ratios = Float64Array.from(folds.flatMap((fold) => ratiosOf(fold, weighted))).sort();
  if (ratios.length < MIN_ERRORS) return null;
  const multiplier = (level: Level) => ratios[Math.ceil((ratios.length + 1) * level / 100) - 1];
  const multipliers = { 50: multiplier(50), 80: multiplier(80), 95: multiplier(95) };
  return Number.isFinite(multipliers[95]) ? { multipliers, weighted } : null;
}

/** Returns the intervals of a prediction by a calibration, the narrowest first. */
export function calibratedIntervals(
  prediction: Prediction,
  { multipliers, weighted }: Calibration,
): readonly Interval[] {
  const deviation = weighted ? prediction.deviation : prediction.mean.map(() => 1);
  return intervalsOf({ mean: prediction.mean, deviation }, multipliers);
}

/**
 * Returns the coverage that intervals had on folds they were not calibrated on; by the
 * model's own deviations where the other folds are too few. `null` if nothing was observed.
 */
export function heldOutCoverage(folds: readonly Fold[]): Coverage | null {
  const covered: Record<Level, number> = { 50: 0, 80: 0, 95: 0 };
  let observed = 0;
  for (const fold of folds) {
    const calibration = calibrate(folds.filter((other) => other !== fold)) ?? UNCALIBRATED;
    const known = fold.actual.filter(Number.isFinite).length;
    observed += known;
    for (const interval of calibratedIntervals(fold.prediction, calibration)) {
      covered[interval.level] += (coverageOf(fold.actual, interval) ?? 0) * known;
    }
  }
  if (observed === 0) return null;
  for (const level of LEVELS) covered[level] /= observed;
  return covered;
}

function ratiosOf({ prediction, actual }: Fold, weighted: boolean): readonly number[] {
  const { mean, deviation } = prediction;
  return Array.from(actual, (value, i) => Math.abs(value - mean[i]) / (weighted ? deviation[i] : 1))
    .filter(Number.isFinite);
}
