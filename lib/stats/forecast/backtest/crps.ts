/**
 * Scores whole forecast distributions: how far off, and how sure of it.
 *
 * The continuous ranked probability score of a distribution F for a value y is ∫ (F(x) - [x ≥ y])² dx:
 * in the unit of the values, |error| where F is a single number, and the smaller the better. Wide
 * intervals cost as much as intervals that miss.
 *
 * - Of a normal distribution: σ (z (2 Φ(z) - 1) + 2 φ(z) - 1 / √π) with z = (y - μ) / σ.
 * - Of a middle and intervals, which are quantiles: twice the mean of their pinball losses,
 *   (q - [y < value]) (y - value), the weighted interval score.
 *
 * Source: Gneiting, Raftery: Strictly proper scoring rules, prediction, and estimation (2007), section 4.2;
 * Bracher, Ray, Gneiting, Reich: Evaluating epidemic forecasts in an interval format (2021), section 2.2;
 * Marsaglia: Evaluating the normal distribution (2004) for Φ. Cost: O(1) a value.
 *
 * @module
 */
import type { Interval } from "@/lib/stats/forecast/prediction.ts";

/** Beyond as many deviations Φ is 0 or 1 to all digits. */
const FARTHEST = 8.3;

/** Returns the score of a normal distribution for a value; NaN where one of them is none. */
export function normalCrps(actual: number, mean: number, deviation: number): number {
  const error = Math.abs(actual - mean);
  const z = error / deviation;
  if (deviation === 0 || z === Infinity) return error;
  const cumulated = normalCumulative(z);
  return deviation * (z * (2 * cumulated - 1) + 2 * density(z) - 1 / Math.sqrt(Math.PI));
}

/**
 * Returns the mean score of a middle and its intervals over the values that were observed; `null` if
 * none was. Levels are in percent.
 */
export function intervalCrps(
  actual: Float64Array,
  mean: Float64Array,
  intervals: readonly Pick<Interval, "level" | "lower" | "upper">[],
): number | null {
  let total = 0;
  let count = 0;
  actual.forEach((value, i) => {
    const losses = intervals.map(({ level, lower, upper }) => {
      const tail = (1 - level / 100) / 2;
      return pinball(value, lower[i], tail) + pinball(value, upper[i], 1 - tail);
    });
    const score = losses.reduce((sum, loss) => sum + loss, pinball(value, mean[i], 0.5));
    if (!Number.isFinite(score)) return;
    total += 2 * score / (2 * intervals.length + 1);
    count++;
  });
  return count === 0 ? null : total / count;
}

/** Returns Φ(z), the share of a normal distribution below z deviations. */
export function normalCumulative(z: number): number {
  if (!(Math.abs(z) <= FARTHEST)) return Number.isNaN(z) ? NaN : Number(z > 0);
  let term = z;
  let sum = z;
  for (let i = 3; sum + term !== sum; i += 2) {
    term *= z * z / i;
    sum += term;
  }
  return 0.5 + sum * density(z);
}

function density(z: number): number {
  return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
}

function pinball(actual: number, quantile: number, share: number): number {
  return (share - Number(actual < quantile)) * (actual - quantile);
}
