/**
 * Finds a low point of a function without its derivatives.
 *
 * A simplex of points, one more than there are coordinates, is moved by reflecting its worst
 * point, stretched where that pays and shrunk where it does not. Infinity marks what is not
 * allowed.
 *
 * Source: Nelder, Mead: A simplex method for function minimization (1965); the coefficients by
 * number of coordinates: Gao, Han: Implementing the Nelder-Mead simplex algorithm with adaptive
 * parameters (2012). Cost: at most `evaluations` calls, O(coordinates²) memory.
 *
 * @module
 */

/** Where to begin, and when to stop. */
export interface SearchOptions {
  readonly start: Float64Array;
  /** How far the first points lie from the start, one entry a coordinate. */
  readonly steps: Float64Array;
  /** Calls at most. */
  readonly evaluations: number;
  /** Ends where the values of all points differ by less than this share of them. */
  readonly tolerance?: number;
}

/** The lowest point that was found. */
export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
}

interface Vertex {
  readonly point: Float64Array;
  /** What the point adds to the mean of as many as there are coordinates. */
  readonly share: Float64Array;
  readonly value: number;
}

const TOLERANCE = 1e-8;

/** Searches from the start downwards; the start itself is the answer where nothing is lower. */
export function minimize(
  measure: (point: Float64Array) => number,
  { start, steps, evaluations, tolerance = TOLERANCE }: SearchOptions,
): Minimum {
  const size = start.length;
  let calls = 0;
  const ask = (point: Float64Array): Vertex => {
    calls++;
    return { point, share: shareOf(point), value: measure(point) };
  };
  const simplex = [ask(start.slice())];
  for (let i = 0; i < size; i++) {
    const point = start.slice();
    point[i] += steps[i];
    simplex.push(ask(point));
  }
  const factors = factorsOf(size);
  simplex.sort((a, b) => a.value - b.value);
  while (calls < evaluations) {
    const [best, worst] = [simplex[0], simplex[size]];
    if (isFlat(best.value, worst.value, tolerance)) break;
    const centre = centreOf(simplex, size);
    const away = (factor: number) => ask(move(centre, worst.point, factor));
    const reflected = away(1);
    if (reflected.value < best.value) {
      const stretched = away(factors.expand);
      simplex[size] = stretched.value < reflected.value ? stretched : reflected;
    } else if (reflected.value < simplex[size - 1].value) simplex[size] = reflected;
    else {
      const isOutside = reflected.value < worst.value;
      const drawn = away(isOutside ? factors.contract : -factors.contract);
      if (drawn.value < Math.min(reflected.value, worst.value)) simplex[size] = drawn;
      else {
        shrink(simplex, factors.shrink, ask);
        simplex.sort((a, b) => a.value - b.value);
        continue;
      }
    }
    sink(simplex);
  }
  return simplex.reduce((low, vertex) => vertex.value < low.value ? vertex : low);
}

/** Moves the last vertex to its place among the others, which are in order: after those as low as it is. */
function sink(simplex: Vertex[]): void {
  let place = simplex.length - 1;
  const vertex = simplex[place];
  for (; place > 0 && simplex[place - 1].value > vertex.value; place--) {
    simplex[place] = simplex[place - 1];
  }
  simplex[place] = vertex;
}

/** Many coordinates need smaller moves, or the simplex turns flat. */
function factorsOf(size: number) {
  const many = Math.max(size, 2);
  return { expand: 1 + 2 / many, contract: 0.75 - 1 / (2 * many), shrink: 1 - 1 / many };
}

function isFlat(least: number, greatest: number, tolerance: number): boolean {
  return greatest - least <= tolerance * (Math.abs(least) + tolerance);
}

function shareOf(point: Float64Array): Float64Array {
  const share = new Float64Array(point.length);
  for (let i = 0; i < share.length; i++) share[i] = point[i] / share.length;
  return share;
}

/** The mean of all points but the worst. */
function centreOf(simplex: readonly Vertex[], size: number): Float64Array {
  const centre = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const { share } = simplex[k];
    for (let i = 0; i < size; i++) centre[i] += share[i];
  }
  return centre;
}

/** The point beyond the centre as seen from another, by a factor of their distance. */
function move(centre: Float64Array, from: Float64Array, factor: number): Float64Array {
  const point = new Float64Array(centre.length);
  for (let i = 0; i < point.length; i++) point[i] = centre[i] + factor * (centre[i] - from[i]);
  return point;
}

/** Draws all points towards the best one. */
function shrink(simplex: Vertex[], factor: number, ask: (point: Float64Array) => Vertex): void {
  const best = simplex[0].point;
  for (let i = 1; i < simplex.length; i++) {
    const { point } = simplex[i];
    simplex[i] = ask(point.map((value, k) => best[k] + factor * (value - best[k])));
  }
}
