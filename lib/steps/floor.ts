/**
 * Keeps what is told of a measure from going below 0 where the measure never did: counts and
 * amounts have no less, and an axis that shows it is wasted. A ratio that was never above 1 stays there.
 *
 * @module
 */
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { type Bounds, keepWithin } from "@/lib/stats/forecast/backtest/candidate.ts";

/** What is expected of each value, and between what. */
type Expected = Pick<Detection, "expected" | "lower" | "upper">;

/** Returns 0 where no value of a history is below it, else no bound; NaN is a gap. */
export function floorOf(history: Float64Array): number {
  return history.some((value) => value < 0) ? -Infinity : 0;
}

/** Returns the bounds that a history keeps: 0 below, and 1 above for a ratio, whose unit is %. */
export function boundsOf(history: Float64Array, unit: string | null): Bounds {
  const least = floorOf(history) === 0 ? 0 : null;
  const isShare = unit === "%" && least === 0 && !history.some((value) => value > 1);
  return { least, greatest: isShare ? 1 : null };
}

/** Returns what was expected, with its band, within bounds; NaN stays. */
export function keepBand(bounds: Bounds, { expected, lower, upper }: Expected): Expected {
  const [inside, low, high] = [expected, lower, upper].map((one) => keepWithin(bounds, one));
  return { expected: inside, lower: low, upper: high };
}
