/**
 * Makes a model's intervals as wide as its backtest errors were.
 *
 * Each held-out error is divided by the deviation that the model gave for that period ahead. Of the n
 * ratios of a period and its neighbours, a quarter of the horizon to each side, the ⌈n × level⌉-th
 * smallest is what the level needs by the past. Student's quantile, with a sixth of the history's values
 * as degrees of freedom, is what it needs by the model: a history tells its noise less well than as
 * many independent values. An interval reaches
 *
 * (errors × past + 200 × model) / (errors + 200)
 *
 * deviations to each side, where all held-out errors count: few move the model's word a little, many
 * replace it. Where a model gave a deviation of 0, errors count as they are.
 *
 * Coverage is told from folds that did not take part: each fold is judged by intervals
 * calibrated on the others.
 *
 * Source: Lei, G'Sell, Rinaldo, Tibshirani, Wasserman: Distribution-free predictive inference for
 * regression (2018), split conformal with locally weighted residuals; Bühlmann: Experience rating and
 * credibility (1967) for the weights, whose numbers are tuned on public series (docs/benchmarks.md). An
 * origin before a level shift has its whole size among the errors: intervals are wide until such
 * origins are past. Cost: O(horizon × origins) a fold, some 40 sorts of a window each.
 *
 * @module
 */
import type { Fold } from "./backtest.ts";
import { intervalCrps } from "./crps.ts";
import { coverageOf } from "./metrics.ts";
import { normalQuantile } from "@/lib/stats/normal.ts";
import type { Interval, Level, Prediction } from "@/lib/stats/forecast/prediction.ts";

/** With fewer the quantile of 95% does not exist: ⌈(n + 1) × 0.95⌉ would pass n. */
const MIN_ERRORS = 19;

/** Fewer folds say too little about how errors differ from one time to another. */
const MIN_FOLDS = 3;

/** How many held-out errors the model's own word is worth. */
const PRIOR_ERRORS = 200;

/** Values of a history for each degree of freedom. */
const VALUES_A_DEGREE = 6;

/** The share of the horizon to each side of a period that is as far ahead as it is. */
const NEIGHBOURS = 0.25;

/** Of so wide a window as many periods share one: it hardly differs from the next. */
const WIDTH_A_STEP = 8;

/** The share of held-out values that lay in the intervals of each level, in percent. */
export type Coverage = Readonly<Record<Level, number>>;

/** How to turn a prediction's deviations into intervals. */
export interface Calibration {
  /** Deviations that an interval reaches to each side, so many periods ahead (from 0). */
  readonly reach: (level: Level, ahead: number) => number;
  /** Whether the deviations are the model's; else every period has a deviation of 1. */
  readonly weighted: boolean;
}

/** Takes the model at its word after a history of so many values. */
export function uncalibrated(length: number): Calibration {
  return { reach: (level) => modelReach(level, length), weighted: true };
}

/**
 * Learns from folds how far intervals have to reach after a history of so many values; `null` where
 * the folds are too few.
 */
export function calibrate(folds: readonly Fold[], length: number): Calibration | null {
  const seen = folds.filter(({ actual }) => actual.some(Number.isFinite));
  if (seen.length < MIN_FOLDS) return null;
  const weighted = seen.every((fold) => fold.prediction.deviation.every((value) => value > 0));
  const rows = seen.map((fold) => ratiosOf(fold, weighted));
  const all = sortedRatios(rows, 0, Infinity);
  if (all.length < MIN_ERRORS || !all.every(Number.isFinite)) return null;
  const horizon = seen.reduce((most, { actual }) => Math.max(most, actual.length), 0);
  const width = Math.max(2, Math.floor(horizon * NEIGHBOURS));
  const step = Math.max(1, Math.floor(width / WIDTH_A_STEP));
  const near = Array.from(
    { length: Math.ceil(horizon / step) },
    (_, i) => sortedRatios(rows, i * step - width, i * step + width),
  );
  const share = weighted ? all.length / (all.length + PRIOR_ERRORS) : 1;
  return {
    weighted,
    reach(level, ahead) {
      const some = near[Math.floor(Math.min(ahead, horizon - 1) / step)];
      const past = quantileOf(some.length > 0 ? some : all, level);
      return share * past + (1 - share) * modelReach(level, length);
    },
  };
}

/** Returns the intervals of a prediction by a calibration, the narrowest first. */
export function calibratedIntervals(
  { mean, deviation }: Prediction,
  { reach, weighted }: Calibration,
  levels: readonly Level[],
): readonly Interval[] {
  let inner = new Float64Array(mean.length);
  return levels.toSorted((a, b) => a - b).map((level) => {
    // What holds more is never narrower.
    inner = inner.map((width, h) =>
      Math.max(width, reach(level, h) * (weighted ? deviation[h] : 1))
    );
    return {
      level,
      lower: mean.map((value, h) => value - inner[h]),
      upper: mean.map((value, h) => value + inner[h]),
    };
  });
}

/** How intervals did on folds they were not calibrated on. */
export interface HeldOut {
  readonly coverage: Coverage;
  /** The mean score (crps.ts) of forecasts with such intervals, in the unit of the values: the less the better. */
  readonly crps: number | null;
}

/**
 * Judges each fold by intervals that the others taught, or by the model's own deviations where these are
 * too few: coverage at all levels, the score by some of them. `null` if nothing was observed.
 */
export function judgeHeldOut(
  folds: readonly Fold[],
  levels: readonly Level[],
  scored: readonly Level[] = levels,
): HeldOut | null {
  const coverage: Record<Level, number> = Object.fromEntries(levels.map((level) => [level, 0]));
  let observed = 0;
  let total = 0;
  let scores = 0;
  for (const fold of folds) {
    const { actual, prediction } = fold;
    const known = actual.filter(Number.isFinite).length;
    if (known === 0) continue;
    const intervals = intervalsByOthers(fold, folds, levels);
    for (const interval of intervals) {
      coverage[interval.level] += (coverageOf(actual, interval) ?? 0) * known;
    }
    const told = intervals.filter(({ level }) => scored.includes(level));
    const score = intervalCrps(actual, prediction.mean, told);
    if (score !== null) {
      total += score * known;
      scores += known;
    }
    observed += known;
  }
  if (observed === 0) return null;
  for (const level of levels) coverage[level] /= observed;
  return { coverage, crps: scores === 0 ? null : total / scores };
}

/** The intervals of a fold by what the other folds taught. */
function intervalsByOthers(
  fold: Fold,
  folds: readonly Fold[],
  levels: readonly Level[],
): readonly Interval[] {
  const { origin, prediction } = fold;
  const calibration = calibrate(folds.filter((other) => other !== fold), origin) ??
    uncalibrated(origin);
  return calibratedIntervals(prediction, calibration, levels);
}

/** Student's quantile, by the first terms of its expansion (Abramowitz, Stegun, 26.7.5). */
function modelReach(level: Level, length: number): number {
  const z = normalQuantile(0.5 + level / 200);
  return z + (z ** 3 + z) * VALUES_A_DEGREE / (4 * length);
}

/** Returns the conformal quantile of sorted ratios, at least one. */
function quantileOf(sorted: Float64Array, level: Level): number {
  return sorted[Math.min(sorted.length, Math.ceil(sorted.length * level / 100)) - 1];
}

/** The ratios of the periods from the first to the last, both included, without gaps. */
function sortedRatios(rows: readonly Float64Array[], first: number, last: number): Float64Array {
  const some = rows.flatMap((row) => Array.from(row.slice(Math.max(0, first), last + 1)));
  return Float64Array.from(some.filter((ratio) => !Number.isNaN(ratio))).sort();
}

function ratiosOf({ prediction, actual }: Fold, weighted: boolean): Float64Array {
  const { mean, deviation } = prediction;
  return actual.map((value, i) => Math.abs(value - mean[i]) / (weighted ? deviation[i] : 1));
}
