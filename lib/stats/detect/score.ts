/**
 * The score of a point: from 0, as expected, to 100.
 *
 * score = 100 × |z| / (|z| + 3): 3 deviations score 50, 9 score 75.
 *
 * @module
 */

/** The z that scores 50. */
const MIDDLE_Z = 3;

/** Returns 100 × |z| / (|z| + 3): 0 for no deviation, 100 for an infinite one. */
export function scoreOfZ(z: number): number {
  const size = Math.abs(z);
  // Of a huge z the product overflows, or rounds to more than 100.
  return size === Infinity ? 100 : Math.min(100, 100 * size / (size + MIDDLE_Z));
}

/** Returns the size of the z that has a score, to 9 digits. */
export function zOfScore(score: number): number {
  return score >= 100 ? Infinity : Number((MIDDLE_Z * score / (100 - score)).toPrecision(9));
}
