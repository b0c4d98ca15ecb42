/**
 * Which point of a chart a key leads to.
 *
 * @module
 */

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/**
 * Returns the point that a key leads to from another (`null`: from none), of points up to the last, which
 * is Infinity while they are not known; `null` for another key.
 */
export function nextPoint(key: string, at: number | null, last: number): number | null {
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (!Object.hasOwn(STEPS, key)) return null;
  const step = STEPS[key];
  const from = at === null || at < 0 ? (step > 0 ? -1 : last + 1) : at;
  return Math.max(0, Math.min(last, from + step));
}
