/**
 * What the values before and after a value say of it, as history is reviewed.
 *
 * Mean and sample standard deviation (n - 1) of the finite values among the `window` before a value and
 * the `window` after it, never of itself.
 *
 * Source: rolling_z.ts, which looks at the past alone. Cost: O(values × window) time, O(values) memory.
 *
 * @module
 */
import type { Expectation } from "./rolling_z.ts";

/** Fewer values than this say too little about what is normal. */
const MIN_NEAR = 3;

/** Returns mean and deviation of the values around each value; NaN where they are too few. */
export function expectFromAround(values: Float64Array, window: number): Expectation {
  const mean = new Float64Array(values.length);
  const deviation = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const from = Math.max(0, i - window);
    const to = Math.min(values.length - 1, i + window);
    let count = 0;
    let sum = 0;
    let least = Infinity;
    let greatest = -Infinity;
    for (let near = from; near <= to; near++) {
      const value = values[near];
      if (near === i || !Number.isFinite(value)) continue;
      count++;
      sum += value;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    const middle = sum / count;
    let squares = 0;
    for (let near = from; near <= to; near++) {
      const value = values[near];
      if (near !== i && Number.isFinite(value)) squares += (value - middle) ** 2;
    }
    const isKnown = count >= MIN_NEAR && Number.isFinite(squares);
    // The mean of equal numbers is off in the last bit, and would make a deviation out of nothing.
    const isFlat = least === greatest;
    mean[i] = !isKnown ? NaN : isFlat ? least : middle;
    deviation[i] = !isKnown ? NaN : isFlat ? 0 : Math.sqrt(squares / (count - 1));
  }
  return { mean, deviation };
}
