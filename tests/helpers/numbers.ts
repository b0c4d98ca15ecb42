/**
 * Compares columns of numbers.
 *
 * @module
 */

/** The greatest distance between entries; Infinity where one is no number or the lengths differ. */
export function greatestGap(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Infinity;
  let gap = 0;
  for (let i = 0; i < one.length; i++) {
    const distance = Math.abs(one[i] - other[i]);
    gap = Math.max(gap, Number.isNaN(distance) ? Infinity : distance);
  }
  return gap;
}
