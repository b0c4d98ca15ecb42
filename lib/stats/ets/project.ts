/**
 * Looks ahead from the end of a fit: the mean of each period and the deviation of its error.
 *
 * With c_j the share of an error that is still seen j periods later, c_j = α + β φ_j + γ where j is a
 * whole season, φ_j = φ + … + φ^j, and σ² the variance of an error one period ahead:
 *
 * - additive error: variance_h = σ² (1 + c_1² + … + c_(h-1)²)
 * - multiplicative: θ_h = mean_h² + σ² Σ c_j² θ_(h-j), variance_h = (1 + σ²) θ_h - mean_h²
 * - with a multiplicative season: the same of the mean without it, (1 + σ²)(1 + γ² σ²)^k θ_h - mean_h²
 *   after k whole seasons, times the square of the season's shape
 *
 * Source: Hyndman, Koehler, Ord, Snyder (2008), section 6.3. Cost: O(horizon²).
 *
 * @module
 */
import type { Prediction } from "@/lib/stats/forecast/prediction.ts";
import type { EtsFit } from "./fit.ts";

/** Predicts `horizon` periods after the last value of the fit, which had so many values. */
export function project(fit: EtsFit, length: number, horizon: number): Prediction {
  const { form, parameters: { phi }, pass: { end } } = fit;
  const period = end.season.length;
  const straight = new Float64Array(horizon);
  let reach = 0;
  for (let h = 0; h < horizon; h++) {
    reach += phi ** (h + 1);
    straight[h] = end.level + reach * end.trend;
  }
  const shape = (h: number) => end.season[h % period];
  const variance = fit.pass.variance * length / Math.max(1, length - fit.freedom + 1);
  const echoes = echoesOf(fit, horizon);
  if (form.season === "M") {
    const without = relativeVariances(straight, echoes, { variance, fit });
    return {
      mean: straight.map((value, h) => value * shape(h)),
      deviation: without.map((value, h) => Math.sqrt(value) * Math.abs(shape(h))),
    };
  }
  const mean = form.season === "A" ? straight.map((value, h) => value + shape(h)) : straight;
  const variances = form.error === "A"
    ? echoes.sums.map((sum) => variance * (1 + sum))
    : relativeVariances(mean, echoes, { variance, fit });
  return { mean, deviation: variances.map(Math.sqrt) };
}

interface Echoes {
  /** c_j², its first entry c_1². */
  readonly squares: Float64Array;
  /** Their sum before each period: one entry a period ahead. */
  readonly sums: Float64Array;
}

function echoesOf({ form, parameters, pass }: EtsFit, horizon: number): Echoes {
  const { alpha, beta, gamma, phi } = parameters;
  const period = form.season === "A" ? pass.end.season.length : Infinity;
  const squares = new Float64Array(horizon);
  const sums = new Float64Array(horizon);
  let reach = 0;
  for (let j = 1; j <= horizon; j++) {
    reach += phi ** j;
    const share = alpha + beta * reach + (j % period === 0 ? gamma : 0);
    squares[j - 1] = share * share;
    if (j < horizon) sums[j] = sums[j - 1] + squares[j - 1];
  }
  return { squares, sums };
}

function relativeVariances(
  mean: Float64Array,
  { squares }: Echoes,
  { variance, fit }: { readonly variance: number; readonly fit: EtsFit },
): Float64Array {
  const { form, parameters: { gamma }, pass } = fit;
  const moments = new Float64Array(mean.length);
  return mean.map((value, h) => {
    let sum = 0;
    for (let j = 1; j <= h; j++) sum += squares[j - 1] * moments[h - j];
    moments[h] = value * value + variance * sum;
    const seasons = form.season === "M" ? Math.floor(h / pass.end.season.length) : 0;
    const factor = (1 + variance) * (1 + gamma * gamma * variance) ** seasons;
    return Math.max(0, factor * moments[h] - value * value);
  });
}
