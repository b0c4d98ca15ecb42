/**
 * The spread of errors around 0 that odd ones among them do not move.
 *
 * It starts from 1.4826 × the median size, and is 3 times made anew from the errors cut off at 2.5 of it,
 * divided by what cutting takes from normal ones (0.9545 of their variance).
 *
 * Source: Huber: Robust Statistics (1981), chapter 5 (proposal 2, by iteration).
 * Cost: O(errors × log errors).
 *
 * @module
 */

const MEDIAN_TO_DEVIATION = 1.4826;
const CUT = 2.5;
const LEFT_OF_VARIANCE = 0.9545;
const ROUNDS = 3;

/** Returns the spread of finite errors; 0 where most are 0, NaN where there are none. */
export function spreadOf(errors: ArrayLike<number>): number {
  const sizes = Float64Array.from(errors, Math.abs);
  let spread = MEDIAN_TO_DEVIATION * middleOf(sizes);
  if (!(spread > 0)) return spread;
  for (let round = 0; round < ROUNDS; round++) {
    let sum = 0;
    for (const size of sizes) sum += Math.min(size / spread, CUT) ** 2;
    spread *= Math.sqrt(sum / sizes.length / LEFT_OF_VARIANCE);
  }
  return spread;
}

/** Returns the median of numbers, which it puts in order; NaN of none. */
export function middleOf(numbers: Float64Array): number {
  const sorted = numbers.sort();
  const right = sorted.length >> 1;
  return sorted.length === 0 ? NaN : (sorted[right] + sorted[sorted.length - 1 - right]) / 2;
}
