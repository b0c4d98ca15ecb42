/**
 * Finds clear, lasting shifts of a series' level, and moves what lies before them to the level after.
 *
 * With r_t = (y_t - y_(t - 1)) less the median of such moves at the same place of the season, and s =
 * 1.4826 × the median |r|, or half its mean if that is more: at t the level shifts where |r_t| is beyond
 * 5 s and 1.5 times what one move in twenty exceeds, and where the medians of what the moves add up to, of
 * a window before t, of one after it and of the latest one, lie apart by at least 0.6 r_t. A spike, which
 * goes as it came, is no shift. Where all values are above 0, the same has to hold of logarithms, or moves
 * be about as large before and after; the level is multiplied if they are more alike in logarithms.
 *
 * Methods then know the season of the whole history and the level of today. Intervals widen by themselves, as
 * the origins before a shift have its whole size among their errors.
 *
 * Source: ours. Cost: O(values) and two medians a suspect, at most three shifts.
 *
 * @module
 */

import type { Situation } from "@/lib/stats/forecast/models/method.ts";
import { MEDIAN_DISTANCE_TO_DEVIATION } from "@/lib/stats/normal.ts";

/** Where the level shifted. */
export interface Shift {
  /** The first period of the new level. */
  readonly at: number;
  /** Added to what lies before, or to its logarithms. */
  readonly size: number;
  readonly isLogarithm: boolean;
}

/** A series whose level is that of its end throughout. */
export interface Levelled {
  readonly values: Float64Array;
  /** The latest first. */
  readonly shifts: readonly Shift[];
}

/** In normal noise one move in some hundred thousand is beyond. */
const CLEAR = 5;

/** The share of a jump that has to last. */
const LASTING = 0.6;

/** Values whose median is a level: so many, or a season's. */
const WINDOW = 12;

const MOST_SHIFTS = 3;

/** A jump is this many times as large as what one move in twenty exceeds: what is frequent is no shift. */
const RARE_TIMES = 1.5;
const rareRank = (moves: number) => Math.max(MOST_SHIFTS, Math.ceil(moves / 20));

/** The logarithm of how many times as large as before moves are after a shift at most, or as small. */
const MOST_CHANGE = 0.15;

/** Fewer values have no noise to be told from a jump. */
const MIN_VALUES = 3 * WINDOW;

/** A longer season of this many of the main one is lived through before a level is called lasting. */
const MOST_SEASONS = 10;

/** Moves what lies before a lasting shift to the level after it; gaps stay. A season of 1 is none. */
export function respectShifts(
  values: Float64Array,
  { season, seasons }: Pick<Situation, "season" | "seasons">,
): Levelled {
  const span = seasons.findLast((one) => one <= MOST_SEASONS * season) ?? season;
  const shifts: Shift[] = [];
  let levelled = values;
  while (shifts.length < MOST_SHIFTS) {
    const shift = latestShift(levelled, { season, span });
    // What lies before one shift is looked at again on the level after it.
    if (shift === null || shifts.some(({ at }) => at === shift.at)) break;
    shifts.push(shift);
    levelled = moved(levelled, shift);
  }
  return { values: levelled, shifts };
}

function moved(values: Float64Array, { at, size, isLogarithm }: Shift): Float64Array {
  const factor = Math.exp(size);
  return values.map((value, i) => i >= at ? value : isLogarithm ? value * factor : value + size);
}

/** Of an added and of a multiplied shift the one after which moves are more like those before. */
function latestShift(
  values: Float64Array,
  rhythm: { readonly season: number; readonly span: number },
): Shift | null {
  const places = Array.from(values.keys()).filter((i) => Number.isFinite(values[i]));
  if (places.length < MIN_VALUES) return null;
  const added = findShift(values, { ...rhythm, places, isLogarithm: false });
  const isPositive = places.every((i) => values[i] > 0);
  const multiplied = isPositive
    ? findShift(values.map(Math.log), { ...rhythm, places, isLogarithm: true })
    : null;
  if (added === null || !isPositive) return added?.shift ?? null;
  // What grows by a share a period takes ever larger steps, which are no shifts.
  if (multiplied === null) return added.change < MOST_CHANGE ? added.shift : null;
  return (multiplied.change < added.change ? multiplied : added).shift;
}

interface Found {
  readonly shift: Shift;
  /** How much moves grew or shrank: the logarithm of the factor, without its sign. */
  readonly change: number;
}

function findShift(
  values: Float64Array,
  { places, season, span, isLogarithm }: {
    /** Where there are values. */
    readonly places: readonly number[];
    readonly season: number;
    /** The longest season that a level has to outlast. */
    readonly span: number;
    readonly isLogarithm: boolean;
  },
): Found | null {
  const moves = places.map((i, k) => k === 0 ? 0 : values[i] - values[places[k - 1]]);
  const rest = withoutSeason(moves, places, season);
  const sizes = rest.slice(1).map(Math.abs);
  const mean = sizes.reduce((sum, size) => sum + size / sizes.length, 0);
  // Of steps without noise the median is 0.
  const noise = Math.max(MEDIAN_DISTANCE_TO_DEVIATION * medianOf(sizes), mean / 2);
  if (!(noise > 0)) return null;
  const clear = Math.max(
    CLEAR * noise,
    RARE_TIMES * Float64Array.from(sizes).sort()[sizes.length - 1 - rareRank(sizes.length)],
  );
  let sum = 0;
  const path = Float64Array.from(rest, (move) => sum += move);
  const width = Math.max(WINDOW, Math.min(span, places.length >> 2));
  const latest = medianOf(path.slice(-width));
  for (let k = path.length - width; k >= width; k--) {
    if (!(Math.abs(rest[k]) > clear)) continue;
    const before = medianOf(path.slice(k - width, k));
    const after = medianOf(path.slice(k, k + width));
    const lasts = [after, latest].every((one) => (one - before) / rest[k] >= LASTING);
    if (!lasts) continue;
    const size = (some: readonly number[]) => medianOf(some.map(Math.abs));
    const change = Math.abs(Math.log(size(moves.slice(k + 1)) / size(moves.slice(1, k))));
    const shift = { at: places[k], size: after - before, isLogarithm };
    return { shift, change: Number.isNaN(change) ? Infinity : change };
  }
  return null;
}

/** Takes from each move the median of those at its place of the season. */
function withoutSeason(
  moves: readonly number[],
  places: readonly number[],
  season: number,
): readonly number[] {
  if (season < 2 || places.length < 3 * season) return moves;
  const byPlace = Array.from({ length: season }, (): number[] => []);
  places.forEach((i, k) => k > 0 && byPlace[i % season].push(moves[k]));
  const usual = byPlace.map((some) => some.length === 0 ? 0 : medianOf(some));
  return moves.map((move, k) => k === 0 ? 0 : move - usual[places[k] % season]);
}

function medianOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
