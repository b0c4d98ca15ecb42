/**
 * Keeps what is told of a measure from going below 0 where the measure never did: counts and
 * amounts have no less, and an axis that shows it is wasted. A ratio that was never above 1 stays there.
 *
 * @module
 */
import type { Bounds } from "@/lib/stats/forecast/backtest/candidate.ts";

/** Returns 0 where no value of a history is below it, else no bound; NaN is a gap. */
export function floorOf(history: Float64Array): number {
  return history.some((value) => value < 0) ? -Infinity : 0;
}

/** Raises what is below the floor to it; NaN stays. */
export function raiseTo(floor: number, values: Float64Array): Float64Array {
  return values.map((value) => Math.max(value, floor));
}

/** Returns the bounds that a history keeps: 0 below, and 1 above for a ratio, whose unit is %. */
export function boundsOf(history: Float64Array, unit: string | null): Bounds {
  const least = floorOf(history) === 0 ? 0 : null;
  const isShare = unit === "%" && least === 0 && !history.some((value) => value > 1);
  return { least, greatest: isShare ? 1 : null };
}
