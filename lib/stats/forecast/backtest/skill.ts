/**
 * Says how much of seasonal naive's error a model takes away, and how sure that is.
 *
 * With a_f and n_f the sums of absolute errors of the model and of seasonal naive at origin f, over
 * the same observed periods: r = Σ a_f / Σ n_f, skill = 100 (1 - r). Origins are what varies, since
 * periods after one origin go together: of F of them
 *
 * standard error of r = √(k Σ (a_f - r n_f)² / (F (F - 1))) / (mean of n_f),
 *
 * where k origins forecast the same period (1 where they lie a horizon apart). The range is
 * 100 (1 - r ± t × standard error), with t the 97.5% quantile of Student's distribution for F - 1
 * degrees of freedom. It is `null` with fewer than three origins: these tell nothing.
 *
 * Source: Cochran: Sampling Techniques (1977), section 6.3, the ratio of two paired sums; Diebold, Mariano:
 * Comparing predictive accuracy (1995), for paired errors. Cost: O(periods).
 *
 * @module
 */
import type { Fold } from "./backtest.ts";

const MIN_ORIGINS = 3;

/** The 97.5% quantiles of Student's distribution for 1 to 9 degrees of freedom, as R's `qt` gives them. */
const QUANTILES = [
  12.706204736174694,
  4.302652729749462,
  3.182446305283708,
  2.7764451051977934,
  2.570581835636315,
  2.4469118511449786,
  2.364624251592784,
  2.3060041352041662,
  2.262157162798205,
];

/** That of the normal distribution. */
const NORMAL_QUANTILE = 1.959963984540054;

/** The error that is gone, in percent, and what it is between in 95 of 100 cases. */
export interface Skill {
  readonly percent: number;
  readonly range: { readonly lower: number; readonly upper: number } | null;
}

/** Compares a model with seasonal naive from the same origins; `null` where that had no error. */
export function skillOf(folds: readonly Fold[], naive: readonly Fold[]): Skill | null {
  const pairs = folds.flatMap((fold) => {
    const other = naive.find(({ origin }) => origin === fold.origin);
    return other === undefined ? [] : [sumErrors(fold, other)];
  }).filter(({ periods }) => periods > 0);
  const reference = pairs.reduce((sum, pair) => sum + pair.naive, 0);
  const ratio = pairs.reduce((sum, pair) => sum + pair.model, 0) / reference;
  if (!(reference > 0) || !Number.isFinite(ratio)) return null;
  const percent = 100 * (1 - ratio);
  const count = pairs.length;
  if (count < MIN_ORIGINS) return { percent, range: null };
  const squares = pairs.reduce((sum, pair) => sum + (pair.model - ratio * pair.naive) ** 2, 0);
  const error = Math.sqrt(overlapOf(folds) * squares / (count * (count - 1))) / (reference / count);
  const reach = 100 * studentQuantile(count - 1) * error;
  const range = { lower: percent - reach, upper: Math.min(100, percent + reach) };
  return { percent, range: Number.isFinite(reach) ? range : null };
}

/** Returns the 97.5% quantile of Student's distribution for a whole number of degrees of freedom. */
export function studentQuantile(freedom: number): number {
  if (freedom <= QUANTILES.length) return QUANTILES[freedom - 1];
  // Abramowitz, Stegun: Handbook of Mathematical Functions, 26.7.5
  const x = NORMAL_QUANTILE;
  return x + (x ** 3 + x) / (4 * freedom) +
    (5 * x ** 5 + 16 * x ** 3 + 3 * x) / (96 * freedom ** 2) +
    (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / (384 * freedom ** 3);
}

function sumErrors(fold: Fold, naive: Fold) {
  const sums = { periods: 0, model: 0, naive: 0 };
  fold.actual.forEach((value, i) => {
    const model = Math.abs(value - fold.prediction.mean[i]);
    const other = Math.abs(value - naive.prediction.mean[i]);
    if (!Number.isFinite(model) || !Number.isFinite(other)) return;
    sums.periods++;
    sums.model += model;
    sums.naive += other;
  });
  return sums;
}

/** How many origins forecast the same period, where they lie closest. */
function overlapOf(folds: readonly Fold[]): number {
  const steps = folds.slice(1).map(({ origin }, i) => origin - folds[i].origin);
  const horizon = folds.reduce((most, { actual }) => Math.max(most, actual.length), 0);
  const step = steps.reduce((least, one) => Math.min(least, one), Infinity);
  return Math.max(1, Math.ceil(horizon / step));
}
