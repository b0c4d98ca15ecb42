/**
 * Bins of one width, whose edges are round numbers, for values that are counted elsewhere.
 *
 * About as many bins as the square root of the number of values, and about 40 at most. A value
 * on an edge belongs to the bin above it, the greatest to the last. Cost: O(bins).
 *
 * @module
 */
import { scaleFor } from "./axis/ticks.ts";
import type { HistogramBlock } from "./block.ts";

const MOST_BINS = 40;

/** Returns the edges of the bins for so many values from the least to the greatest, one more than bins. */
export function binEdges(extent: readonly [number, number], values: number): readonly number[] {
  const wanted = Math.max(1, Math.min(MOST_BINS, Math.ceil(Math.sqrt(values))));
  return scaleFor(extent, wanted, { zero: "held" }).ticks;
}

/** Puts counts by the bin's position to their edges; what is beyond belongs to the bin at that end. */
export function binsFrom(
  edges: readonly number[],
  counts: ReadonlyMap<number, number>,
): HistogramBlock["bins"] {
  const last = edges.length - 2;
  const totals = new Array<number>(last + 1).fill(0);
  for (const [bin, count] of counts) totals[Math.max(0, Math.min(last, bin))] += count;
  return totals.map((count, bin) => ({ from: edges[bin], to: edges[bin + 1], count }));
}
