/**
 * How unlike what was expected a segment's part of the whole became.
 *
 * With p and q a segment's part of the whole before and after, its surprise is what it adds to the
 * Jensen-Shannon divergence of the two, in bits:
 *
 *     ½ (p log₂(2p / (p + q)) + q log₂(2q / (p + q)))
 *
 * It is 0 where the part stayed as it was, however far the whole moved; the surprise of all segments
 * together is between 0 and 1. Parts of amounts below zero are of the sum of all sizes, and a segment
 * that turned from one side of zero to the other has left one part and taken up another.
 *
 * Source: R. Bhagwan and others, Adtributor: Revenue Debugging in Advertising Systems, NSDI 2014,
 * section 3.3; for signs our own.
 * Cost: O(segments) time and memory.
 *
 * @module
 */
import { orZero, type Split } from "./contributions.ts";

/** Returns a surprise a segment, in order; all 0 where nothing is before or after, or no number tells it. */
export function surprisesOf({ before, after }: Split): Float64Array {
  const sizes = { before: sizeOf(before), after: sizeOf(after) };
  // Of amounts near the largest double the sum is none.
  const isKnown = (size: number) => size > 0 && Number.isFinite(size);
  if (!isKnown(sizes.before) || !isKnown(sizes.after)) return new Float64Array(before.length);
  return before.map((amount, i) => {
    const p = orZero(amount) / sizes.before;
    const q = orZero(after[i]) / sizes.after;
    return divergence(Math.max(p, 0), Math.max(q, 0)) +
      divergence(Math.max(-p, 0), Math.max(-q, 0));
  });
}

function sizeOf(amounts: Float64Array): number {
  return amounts.reduce((sum, amount) => sum + Math.abs(orZero(amount)), 0);
}

function divergence(p: number, q: number): number {
  const term = (one: number) => one === 0 ? 0 : one * Math.log2((2 * one) / (p + q));
  // Rounding may leave a little below zero.
  return Math.max(0, (term(p) + term(q)) / 2);
}
