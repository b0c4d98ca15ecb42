/**
 * Shares of a change that add up to 1 as they are told.
 *
 * A share is rounded down to the digits that are told, and the digits that are then missing go to
 * the shares that lost most by it (the method of the largest remainder).
 *
 * Source: M. L. Balinski and H. P. Young, Fair Representation, 1982, chapter 3 (Hamilton's method).
 * Cost: O(changes log changes) time, O(changes) memory.
 *
 * @module
 */

/** A whole that moved by less than this share of what its segments moved has hardly moved. */
const LEAST_MOVE = 0.01;

/** Digits of a share: a tenth of a percent. */
const DECIMALS = 3;

/**
 * Returns the share of each change in their sum, which may be below 0 or above 1 where segments moved
 * against one another; `null` where the sum has hardly moved and shares would tell nothing.
 */
export function sharesOf(changes: Float64Array): readonly number[] | null {
  const total = changes.reduce((sum, change) => sum + change, 0);
  const moved = changes.reduce((sum, change) => sum + Math.abs(change), 0);
  if (!(Math.abs(total) > moved * LEAST_MOVE)) return null;
  const scale = 10 ** DECIMALS;
  const exact = Array.from(changes, (change) => (change / total) * scale);
  const told = exact.map(Math.floor);
  const missing = scale - told.reduce((sum, share) => sum + share, 0);
  const byLoss = exact.map((_, i) => i).sort((a, b) =>
    (exact[b] - told[b]) - (exact[a] - told[a]) || a - b
  );
  for (const i of byLoss.slice(0, missing)) told[i]++;
  // Adding 0 leaves no 0 with a sign.
  return told.map((share) => share / scale + 0);
}
