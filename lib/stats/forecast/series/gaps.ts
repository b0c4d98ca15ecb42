/**
 * Fills gaps for models that cannot take them.
 *
 * A gap gets the mean of the nearest values whole seasons before and after it, or the
 * one there is; where its place in the season was never seen, it lies on the straight line
 * between its neighbours (at an edge, it repeats the nearest). What is filled in only
 * feeds a model: it is never shown and never scored as if it had been observed.
 *
 * Cost: O(values) time and memory.
 *
 * @module
 */

/** Returns the series without leading gaps, and with the others filled; empty if all are gaps. */
export function fillGaps(values: Float64Array, season: number): Float64Array {
  const first = values.findIndex(Number.isFinite);
  if (first < 0) return new Float64Array();
  const series = values.slice(first);
  const before = nearestBefore(series, season);
  const after = nearestBefore(series.toReversed(), season).reverse();
  const seasonal = series.map((value, i) =>
    Number.isFinite(value) ? value : meanOfKnown(before[i], after[i])
  );
  return interpolate(seasonal);
}

/** Carries each value forward by whole seasons until the next one of its place. */
function nearestBefore(series: Float64Array, season: number): Float64Array {
  const carried = series.slice();
  for (let i = season; i < series.length; i++) {
    if (!Number.isFinite(carried[i])) carried[i] = carried[i - season];
  }
  return carried;
}

function meanOfKnown(a: number, b: number): number {
  if (!Number.isFinite(a)) return b;
  return Number.isFinite(b) ? a / 2 + b / 2 : a;
}

/** Draws straight lines over gaps, level ones at the edges. The first value is no gap. */
function interpolate(series: Float64Array): Float64Array {
  const filled = series.slice();
  let known = 0;
  for (let i = 1; i <= series.length; i++) {
    if (i < series.length && !Number.isFinite(series[i])) continue;
    const end = i < series.length ? series[i] : series[known];
    for (let gap = known + 1; gap < i; gap++) {
      const share = (gap - known) / (i - known);
      filled[gap] = series[known] * (1 - share) + end * share;
    }
    known = i;
  }
  return filled;
}
