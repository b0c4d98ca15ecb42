/**
 * Finds the point that a pointer means.
 *
 * @module
 */
import type { PlacedPoint } from "@/lib/chart/axes.ts";
import type { HoverAxis } from "@/lib/chart/hover.ts";

/** Returns the position of the nearest point along an axis, or `null` where there is none. */
export function nearest(
  points: readonly PlacedPoint[],
  { x, y }: { readonly x: number; readonly y: number },
  axis: HoverAxis,
): number | null {
  let found: number | null = null;
  let least = Infinity;
  for (const [index, point] of points.entries()) {
    const across = axis === "y" ? 0 : point.x - x;
    const down = axis === "x" ? 0 : (point.y ?? Infinity) - y;
    const distance = Math.hypot(across, down);
    if (distance >= least) continue;
    least = distance;
    found = index;
  }
  return found;
}
