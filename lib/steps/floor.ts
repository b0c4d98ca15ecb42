/**
 * Keeps what is told of a measure from going below 0 where the measure never did: counts and
 * amounts have no less, and an axis that shows it is wasted.
 *
 * @module
 */

/** Returns 0 where no value of a history is below it, else no bound; NaN is a gap. */
export function floorOf(history: Float64Array): number {
  return history.some((value) => value < 0) ? -Infinity : 0;
}

/** Raises what is below the floor to it; NaN stays. */
export function raiseTo(floor: number, values: Float64Array): Float64Array {
  return values.map((value) => Math.max(value, floor));
}
