/**
 * Finds a low point of a smooth function from a start nearby.
 *
 * Slopes are told by differences of 1e-6; how they change is learnt on the way (BFGS). Each step is halved until
 * it gains at least a ten-thousandth of what its slope promises. Infinity marks what is not allowed.
 *
 * Source: Nocedal, Wright: Numerical Optimization (2nd edition), algorithm 6.1 with backtracking (3.1).
 * Cost: one evaluation more than there are coordinates a step; some ten steps from nearby.
 *
 * @module
 */
import type { Minimum } from "./nelder_mead.ts";

/** Where to begin, and when to stop. */
export interface DescentOptions {
  readonly start: Float64Array;
  /** Ends where a step promises to gain less than this. */
  readonly gain: number;
  /** Steps at most. */
  readonly steps: number;
}

const DIFFERENCE = 1e-6;
const LEAST_SHARE = 1e-4;
const HALVINGS = 30;

/** No step moves a coordinate further than this at once. */
const FARTHEST_STEP = 1;

/** Goes down from the start; the start itself is the answer where nothing is lower. */
export function descend(
  measure: (point: Float64Array) => number,
  { start, gain, steps }: DescentOptions,
): Minimum {
  const size = start.length;
  let point: Float64Array = start.slice();
  let value = measure(point);
  if (size === 0 || !Number.isFinite(value)) return { point, value };
  let slope: Float64Array = slopeAt(measure, point, value);
  let inverse = identity(slope);
  for (let step = 0; step < steps; step++) {
    const way = shorten(apply(inverse, slope).map((one) => -one));
    const promise = dot(slope, way);
    if (!(promise < -gain)) break;
    const next = walk(measure, { point, value, way, promise });
    if (next === null) break;
    const later = slopeAt(measure, next.point, next.value);
    const moved = next.point.map((one, i) => one - point[i]);
    const turned = later.map((one, i) => one - slope[i]);
    inverse = dot(moved, turned) > 0 ? learn(inverse, moved, turned) : identity(later);
    [point, value, slope] = [next.point, next.value, later];
  }
  return { point, value };
}

/** Halves a step until it gains enough; `null` where none does. */
function walk(
  measure: (point: Float64Array) => number,
  { point, value, way, promise }: Minimum & {
    readonly way: Float64Array;
    readonly promise: number;
  },
): Minimum | null {
  let share = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const next = point.map((one, k) => one + share * way[k]);
    const found = measure(next);
    if (found <= value + LEAST_SHARE * share * promise) return { point: next, value: found };
    share /= 2;
  }
  return null;
}

function slopeAt(
  measure: (point: Float64Array) => number,
  point: Float64Array,
  value: number,
): Float64Array {
  return point.map((one, i) => {
    const near = point.slice();
    near[i] = one + DIFFERENCE;
    const slope = (measure(near) - value) / DIFFERENCE;
    return Number.isFinite(slope) ? slope : 0;
  });
}

/** A first guess that moves as far as a tenth at most. */
function identity(slope: Float64Array): readonly Float64Array[] {
  const greatest = slope.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const scale = 0.1 / Math.max(greatest, 0.1);
  return Array.from(slope, (_, i) => slope.map((_, k) => i === k ? scale : 0));
}

function shorten(way: Float64Array): Float64Array {
  const greatest = way.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return greatest > FARTHEST_STEP ? way.map((one) => one * FARTHEST_STEP / greatest) : way;
}

/** What is known of the inverse of the curvature after one step more. */
function learn(
  inverse: readonly Float64Array[],
  moved: Float64Array,
  turned: Float64Array,
): readonly Float64Array[] {
  const rho = 1 / dot(moved, turned);
  const seen = apply(inverse, turned);
  const weight = rho * (1 + rho * dot(turned, seen));
  return inverse.map((row, i) =>
    row.map((one, k) =>
      one - rho * (moved[i] * seen[k] + seen[i] * moved[k]) + weight * moved[i] * moved[k]
    )
  );
}

function apply(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, i) => sum + value * other[i], 0);
}
