/**
 * Counts values in bins of one width, whose edges are round numbers.
 *
 * About as many bins as the square root of the number of values, and about 40 at most. A value
 * on an edge belongs to the bin above it, the greatest to the last. Cost: O(values).
 *
 * @module
 */
import type { HistogramBlock } from "./block.ts";
import { extentOf, scaleFor } from "./figure/ticks.ts";

const MOST_BINS = 40;

/** Returns the bins of the finite values, ascending and without holes; none for no values. */
export function binsOf(values: Float64Array): HistogramBlock["bins"] {
  const finite = values.filter(Number.isFinite);
  const extent = extentOf(finite);
  if (extent === null) return [];
  const wanted = Math.max(1, Math.min(MOST_BINS, Math.ceil(Math.sqrt(finite.length))));
  const { low, step, ticks } = scaleFor(extent, wanted, { zero: "held" });
  const counts = new Array<number>(ticks.length - 1).fill(0);
  for (const value of finite) {
    const bin = Math.floor((value - low) / step + 1e-9);
    counts[Math.max(0, Math.min(counts.length - 1, bin))]++;
  }
  return counts.map((count, bin) => ({ from: ticks[bin], to: ticks[bin + 1], count }));
}
