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
import { MEDIAN_DISTANCE_TO_DEVIATION } from "@/lib/stats/normal.ts";

const CUT = 2.5;
const LEFT_OF_VARIANCE = 0.9545;
const ROUNDS = 3;

/** Returns the spread of finite errors; 0 where most are 0, NaN where there are none. */
export function spreadOf(errors: ArrayLike<number>): number {
  const { length } = errors;
  const sizes = new Float64Array(length);
  for (let i = 0; i < length; i++) sizes[i] = Math.abs(errors[i]);
  let spread = MEDIAN_DISTANCE_TO_DEVIATION * middleOf(sizes);
  if (!(spread > 0)) return spread;
  for (let round = 0; round < ROUNDS; round++) {
    const most = CUT * spread;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const size = sizes[i] < most ? sizes[i] / spread : CUT;
      sum += size * size;
    }
    spread *= Math.sqrt(sum / length / LEFT_OF_VARIANCE);
  }
  return spread;
}

/** Returns the median of numbers, which it puts in order; NaN of none. */
export function middleOf(numbers: Float64Array): number {
  const sorted = numbers.sort();
  const right = sorted.length >> 1;
  return sorted.length === 0 ? NaN : (sorted[right] + sorted[sorted.length - 1 - right]) / 2;
}
