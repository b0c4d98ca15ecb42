/**
 * Looks at a series again with what came after each value, as history is reviewed.
 *
 * Where the past had shown a new level, the level is moved there for good: its size is the middle of two
 * seasons after less that of two before. Two such moves that undo one another are a level for a while, which
 * is odd from its beginning to its end and expected at no time. What is left is split by robust STL into
 * trend, season and remainder, and a value's distance is its remainder over the spread of those
 * near it (60 before and after). Four years or more tell the time of the year besides. Without a season
 * the middle of the 13 values on both sides is expected.
 *
 * Source: decompose/stl.ts, decompose/mstl.ts, robust_z.ts. Cost: as theirs.
 *
 * @module
 */
import { smooth } from "@/lib/stats/decompose/loess.ts";
import { decomposeSeasons } from "@/lib/stats/decompose/mstl.ts";
import { decompose } from "@/lib/stats/decompose/stl.ts";
import { hasSeason } from "@/lib/stats/forecast/series/season.ts";
import { middleOf, spreadOf } from "./deviation.ts";
import type { PastJudgement, PlacedSeries } from "./past.ts";
import { expectRobustly } from "@/lib/stats/detect/window/robust_z.ts";

/** What both sides say of each value, on the scale; NaN where they say nothing. */
export interface Review {
  readonly expected: Float64Array;
  readonly deviation: Float64Array;
  /** The sign of a new level at its beginning, or as long as it stays; below 0 where it is lower. */
  readonly level: Float64Array;
  /** How far the level moved, wherever there is such a sign; 0 elsewhere. */
  readonly moved: Float64Array;
  /** 1 where a level came to an end again. */
  readonly passing: Uint8Array;
}

/** A level that moved for good, or was moved back at `end`. */
interface Shift {
  readonly start: number;
  readonly size: number;
  readonly end: number | null;
}

/** Seasons that the season's shape is smoothed over, and the trend. */
const SEASONAL_SPAN = 13;
const TREND_SEASONS = 4;

/** A year is told from so many on, and its shape smoothed over a 24th of one. */
const LONG = 50;
const LEAST_YEARS = 4;
const YEARLY_PIECES = 24;

const NEAR = 60;
const SPREAD_EVERY = 10;
const WITHOUT_SEASON = 13;
/** So many values that scatter as others do count besides those of a kind of hour. */
const PRIOR_SIZES = 12;

/** Ends of months are told from so many days on, by so many errors of a median, √(π / 2) times a mean's. */
const LEAST_ENDS = 9;
const SURE = 3;
const MEDIAN_ERROR = Math.sqrt(Math.PI / 2);

/** What follows a series this closely takes some of its noise for its shape. */
const FOLLOWED = 1.15;

/** A level for a while lasts for at most so many seasons, or values; what is undone leaves at most half. */
const WHILE = { seasons: 5, values: 30 } as const;
const LEFT = 0.5;
/** Signs of one and the same move lie no further apart. */
const SAME = 3;
/** Within so many values a new level was seen. */
const SEEN_WITHIN = 10;

/** Reviews a series by its seasons, in periods, shortest first; `null` where it is too short. */
export function review(
  series: PlacedSeries,
  past: PastJudgement,
  seasons: readonly number[],
): Review | null {
  const { values, muted, lag } = series;
  const { length } = values;
  const known = fill(values.map((value, i) => muted[i] === 1 ? NaN : value), past.expected);
  if (known === null) return null;
  const year = yearOf(known, seasons);
  const yearless = known.map((value, i) => value - year[i]);
  const plain = shiftsOf(known, past.shifts, lag);
  // What the time of the year explains is no new level.
  const left = shiftsOf(yearless, past.shifts, lag)
    .filter(({ size }, i) => Math.abs(size) >= LEFT * Math.abs(plain[i].size));
  const shifts = pairUp(left, lag);
  const steps = new Float64Array(length);
  const lasting = new Float64Array(length);
  for (const { start, size, end } of shifts) {
    for (let i = start; i < (end ?? length); i++) {
      steps[i] += size;
      if (end === null) lasting[i] += size;
    }
  }
  const levelled = yearless.map((value, i) => value - steps[i]);
  const ordinary = withMonthEnds(shapeOf(levelled, seasons), levelled, series);
  const shape = ordinary.map((value, i) => value + year[i]);
  const expected = shape.map((value, i) => value + lasting[i]);
  const rest = values.map((value, i) => value - shape[i] - steps[i]);
  return {
    expected,
    deviation: spreadsNear(rest, expected, series),
    ...signsOf(shifts, past, length),
  };
}

/** Gaps get what the past expected, and before that the first value that is known. */
function fill(values: Float64Array, expected: Float64Array): Float64Array | null {
  const first = values.find(Number.isFinite);
  if (first === undefined) return null;
  let before = first;
  return values.map((value, i) => {
    const known = Number.isFinite(value)
      ? value
      : Number.isFinite(expected[i])
      ? expected[i]
      : before;
    before = known;
    return known;
  });
}

function shiftsOf(values: Float64Array, starts: readonly number[], lag: number): readonly Shift[] {
  const reach = Math.max(2 * lag, SEEN_WITHIN);
  const apart = starts.toSorted((a, b) => a - b)
    .filter((start, i, all) => start > 0 && (i === 0 || start - all[i - 1] > SAME));
  return apart.map((start, i) => {
    const from = Math.max(apart[i - 1] ?? 0, start - reach);
    const to = Math.min(apart[i + 1] ?? values.length, start + reach);
    const size = middleOf(values.slice(start, to)) - middleOf(values.slice(from, start));
    return { start, size, end: null };
  });
}

/** Joins two moves of which the second undoes the first. */
function pairUp(shifts: readonly Shift[], lag: number): readonly Shift[] {
  const longest = lag > 1 ? WHILE.seasons * lag : WHILE.values;
  const joined: Shift[] = [];
  for (let i = 0; i < shifts.length; i++) {
    const shift = shifts[i];
    const next = shifts[i + 1];
    const isUndone = next !== undefined && next.start - shift.start <= longest &&
      Math.sign(next.size) !== Math.sign(shift.size) &&
      Math.abs(next.size + shift.size) < LEFT * Math.abs(shift.size);
    joined.push(isUndone ? { ...shift, end: next.start } : shift);
    if (isUndone) i++;
  }
  return joined;
}

/** Trend and seasons of what has no new levels any more. */
function shapeOf(values: Float64Array, seasons: readonly number[]): Float64Array {
  const found = seasons.filter((season) =>
    season < LONG && values.length > 2 * season && hasSeason(values, season)
  );
  const [season] = found;
  if (season === undefined) return expectRobustly(values, WITHOUT_SEASON, "both").mean;
  const trendSpan = 2 * Math.floor(TREND_SEASONS * season / 2) + 1;
  const { remainder } = found.length > 1
    ? decomposeSeasons(values, found, { robust: true })
    : decompose(values, { period: season, seasonalSpan: SEASONAL_SPAN, trendSpan, robust: true });
  return values.map((value, i) => value - remainder[i]);
}

/** What the time of the year adds, smoothed along it; 0 where years are too few to tell, or alike all through. */
function yearOf(values: Float64Array, seasons: readonly number[]): Float64Array {
  const year = seasons.find((season) => season >= LONG && values.length >= LEAST_YEARS * season);
  if (year === undefined) return new Float64Array(values.length);
  const periods = [...seasons.filter((season) => season < LONG), year];
  const { seasonal, trend } = decomposeSeasons(values, periods, { robust: true });
  const yearly = seasonal[seasonal.length - 1];
  const shorter = seasonal.slice(0, -1);
  const levelled = values.map((value, i) =>
    value - trend[i] - shorter.reduce((sum, part) => sum + part[i], 0)
  );
  if (!hasSeason(levelled, year)) return new Float64Array(values.length);
  const span = 2 * Math.floor(year / YEARLY_PIECES / 2) + 1;
  return smooth({ values: yearly, weights: null }, { span, degree: 1, jump: 1 });
}

/** Moves the ends of months by the middle of what they are off by, where that is no accident. */
function withMonthEnds(
  shape: Float64Array,
  values: Float64Array,
  { monthEnds, muted }: PlacedSeries,
): Float64Array {
  const rest = values.map((value, i) => muted[i] === 1 ? NaN : value - shape[i]);
  const ends = rest.filter((value, i) => monthEnds[i] === 1 && Number.isFinite(value));
  if (ends.length < LEAST_ENDS) return shape;
  const others = rest.filter((value, i) => monthEnds[i] === 0 && Number.isFinite(value));
  const effect = middleOf(ends.slice()) - middleOf(others);
  const error = MEDIAN_ERROR * spreadOf(ends) / Math.sqrt(ends.length);
  if (Math.abs(effect) < SURE * error) return shape;
  return shape.map((value, i) => monthEnds[i] === 1 ? value + effect : value);
}

function spreadsNear(
  rest: Float64Array,
  expected: Float64Array,
  series: PlacedSeries,
): Float64Array {
  const { least, muted } = series;
  const spreads = new Float64Array(rest.length);
  for (let from = 0; from < rest.length; from += SPREAD_EVERY) {
    const middle = from + SPREAD_EVERY / 2;
    const near: number[] = [];
    for (let i = Math.max(0, middle - NEAR); i < Math.min(rest.length, middle + NEAR); i++) {
      if (Number.isFinite(rest[i]) && muted[i] === 0) near.push(rest[i]);
    }
    const spread = spreadOf(near);
    for (let i = from; i < Math.min(rest.length, from + SPREAD_EVERY); i++) {
      spreads[i] = Math.max(FOLLOWED * spread, least(expected[i]), Number.MIN_VALUE);
    }
  }
  return widened(spreads, rest, series);
}

/** Some hours of the day scatter more than others: each by what those of its kind do. */
function widened(
  spreads: Float64Array,
  rest: Float64Array,
  { week, seasons: [hours], muted }: PlacedSeries,
): Float64Array {
  if (week === null) return spreads;
  const sizes: number[][] = Array.from({ length: hours.size }, () => []);
  rest.forEach((left, i) => {
    if (Number.isFinite(left) && muted[i] === 0) sizes[hours.places[i]].push(left / spreads[i]);
  });
  const widths = sizes.map((some) =>
    Math.sqrt(
      (some.length * (FOLLOWED * spreadOf(some)) ** 2 + PRIOR_SIZES) / (some.length + PRIOR_SIZES),
    )
  );
  return spreads.map((spread, i) => spread * (widths[hours.places[i]] || 1));
}

function signsOf(shifts: readonly Shift[], past: PastJudgement, length: number) {
  const level = new Float64Array(length);
  const moved = new Float64Array(length);
  const passing = new Uint8Array(length);
  for (const { start, size, end } of shifts) {
    const seen = past.level.subarray(start, start + SEEN_WITHIN).map(Math.abs);
    const strength = Math.max(...seen.filter(Number.isFinite));
    for (let i = start; i < (end ?? start + 1); i++) {
      level[i] = Math.sign(size) * strength;
      moved[i] = size;
      passing[i] = Number(end !== null);
    }
  }
  return { level, moved, passing };
}
