/**
 * Tells whether a series repeats itself after a season.
 *
 * It does where the autocorrelation r of one season lies beyond 1.645 standard errors, which grow with
 * those of shorter distances: √((1 + 2 Σ r_k²) / values).
 *
 * Source: Assimakopoulos, Nikolopoulos: The theta model (2000); Bartlett (1946).
 * Cost: O(values × season).
 *
 * @module
 */

/** The 95% quantile of the normal distribution: one in ten series of noise is taken for seasonal. */
const QUANTILE = 1.6448536269514722;

/** Whether a series without gaps, of more than two seasons, repeats itself. */
export function hasSeason(values: Float64Array, season: number): boolean {
  if (season < 2 || values.length <= 2 * season) return false;
  const correlations = autocorrelations(values, season);
  if (correlations === null) return false;
  const squares = correlations.subarray(0, season - 1).reduce((sum, r) => sum + r * r, 0);
  const error = Math.sqrt((1 + 2 * squares) / values.length);
  return Math.abs(correlations[season - 1]) > QUANTILE * error;
}

/**
 * Whether a series without gaps, of more than three seasons, repeats itself apart from its trend: the
 * mean of a season around each value. A trend alone is near itself at every distance.
 */
export function hasSeasonBesideTrend(values: Float64Array, season: number): boolean {
  if (season < 2 || values.length <= 3 * season) return false;
  const half = season >> 1;
  const width = 2 * half + 1;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += values[i] / width;
  const rest = new Float64Array(values.length - 2 * half);
  for (let i = 0; i < rest.length; i++) {
    rest[i] = values[i + half] - sum;
    sum += (values[i + width] - values[i]) / width;
  }
  return hasSeason(rest, season);
}

/** Returns those of 1 to `most` periods; `null` for a constant. */
export function autocorrelations(values: Float64Array, most: number): Float64Array | null {
  // The mean of equal numbers may be off in the last bit.
  if (values.every((value) => value === values[0])) return null;
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const moved = values.map((value) => value - mean);
  const total = moved.reduce((sum, value) => sum + value * value, 0);
  return Float64Array.from({ length: most }, (_, k) => {
    let sum = 0;
    for (let i = k + 1; i < moved.length; i++) sum += moved[i] * moved[i - k - 1];
    return sum / total;
  });
}
