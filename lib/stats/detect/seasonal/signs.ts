/**
 * What is seen of each value of a series before it is told: what was expected, and how strong the sign of
 * each oddity is, in deviations.
 *
 * @module
 */
import {
  allSeasonsOf,
  monthEndsOf,
  placesOf,
  seasonsOf,
  timesOf,
  weekOf,
} from "@/lib/stats/detect/calendar.ts";
import type { SeasonalParameters } from "@/lib/stats/detect/detection.ts";
import { judgeByPast, LEVEL_LIMIT, type PlacedSeries } from "./past.ts";
import { review } from "./review.ts";
import { strengthOfAbsence, strengthOfOutside, strengthOfSameness } from "./rules.ts";
import { type Scale, scaleFor } from "./scale.ts";

/** One entry a value; NaN where nothing is known, 0 where there is no sign. */
export interface Signs {
  readonly expected: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Distance from what was expected. */
  readonly point: Float64Array;
  readonly absent: Float64Array;
  readonly stuck: Float64Array;
  readonly outside: Float64Array;
  /** Below 0 where the level fell. */
  readonly level: Float64Array;
  readonly drift: Float64Array;
  readonly scatter: Float64Array;
  readonly shape: Float64Array;
  /** 1 where a level is new for a while only. */
  readonly passing: Uint8Array;
}

/** What is as rare as 3 deviations of a value; found on half of a set of series, docs/benchmarks.md. */
const LIMITS = {
  level: LEVEL_LIMIT,
  drift: 8,
  scatter: 10.4,
  shape: 4.5,
  shapeOfHours: 9,
} as const;
const MIDDLE = 3;

/** Deviations are known from some dozens of errors only. */
const CAUTION = 1.1;

/** What is stuck beyond this teaches nothing. */
const UNTEACHING = 3;

/** Values that must be known before any is judged. */
const WARM = { hour: 168, day: 21, week: 12, month: 24, quarter: 12, year: 8 } as const;

/** A scale is given up for another once it has no place for so many values. */
const MOST_OUTSIDE = 3;

/** Tells the signs of each value by those before it. */
export function signsByPast(values: Float64Array, parameters: SeasonalParameters): Signs {
  const { grain } = parameters.calendar;
  let until = endOfFirst(values, WARM[grain]);
  let scale = scaleFor(values.subarray(0, until));
  const signs = signsOnScale(values, scale, { parameters, isReview: false });
  for (let next = outgrownAt(values, scale, until); next < values.length;) {
    until = next;
    scale = scaleFor(values.subarray(0, until));
    const later = signsOnScale(values, scale, { parameters, isReview: false });
    takeFrom(until, later, signs);
    next = outgrownAt(values, scale, until);
  }
  return signs;
}

/** Tells the signs of each value by those before and after it. */
export function signsByBoth(values: Float64Array, parameters: SeasonalParameters): Signs {
  return signsOnScale(values, scaleFor(values), { parameters, isReview: true });
}

/** Lays a series out on a scale and in the calendar. */
function placeSeries(
  values: Float64Array,
  scale: Scale,
  { calendar, muted }: SeasonalParameters,
): PlacedSeries {
  const times = timesOf(calendar, values.length);
  const isMuted = new Uint8Array(values.length);
  for (const place of muted) if (place < isMuted.length) isMuted[place] = 1;
  return {
    values: values.map(scale.to),
    seasons: placesOf(calendar, times),
    week: weekOf(calendar, times),
    monthEnds: monthEndsOf(calendar, times),
    muted: isMuted,
    lag: seasonsOf(calendar.grain).find((season) => season < WARM[calendar.grain]) ?? 1,
    warm: WARM[calendar.grain],
    least: scale.least,
  };
}

function signsOnScale(
  values: Float64Array,
  scale: Scale,
  { parameters, isReview }: {
    readonly parameters: SeasonalParameters;
    readonly isReview: boolean;
  },
): Signs {
  const placed = placeSeries(values, scale, parameters);
  const stuck = strengthOfSameness(values);
  const teaching = placed.values.map((value, i) => stuck[i] > UNTEACHING ? NaN : value);
  const past = judgeByPast({ ...placed, values: teaching });
  const seasons = allSeasonsOf(parameters.calendar.grain);
  const both = isReview ? review({ ...placed, values: teaching }, past, seasons) : null;
  // Neighbouring hours are off together: a day that is looks soon like another shape.
  const shapeLimit = placed.week === null ? LIMITS.shape : LIMITS.shapeOfHours;
  const { expected, level } = both ?? past;
  const deviation = (both ?? past).deviation.map((value) => CAUTION * value);
  const edge = (side: number) =>
    expected.map((mean, i) => scale.from(mean + side * parameters.threshold * deviation[i]));
  const point = placed.values.map((value, i) => (value - expected[i]) / deviation[i]);
  // A few hours are soon a little higher or lower together: of these a new level must stand out.
  const move = (i: number) => both === null ? point[i] : both.moved[i] / deviation[i];
  const standing = placed.week === null
    ? level
    : level.map((sign, i) => Math.abs(move(i)) > parameters.threshold ? sign : 0);
  const measured = (sign: Float64Array, limit: number) => sign.map((one) => MIDDLE * one / limit);
  return {
    expected: expected.map(scale.from),
    lower: edge(-1),
    upper: edge(1),
    point,
    absent: strengthOfAbsence(values, placed.lag),
    stuck,
    outside: strengthOfOutside(values, placed.values),
    level: measured(standing, LIMITS.level),
    drift: measured(past.drift, LIMITS.drift),
    scatter: measured(past.scatter, LIMITS.scatter),
    shape: measured(past.shape, shapeLimit),
    passing: both?.passing ?? new Uint8Array(values.length),
  };
}

/** How many values there are up to the `count`th that is known. */
function endOfFirst(values: Float64Array, count: number): number {
  let known = 0;
  const last = values.findIndex((value) => Number.isFinite(value) && ++known === count);
  return last < 0 ? values.length : last + 1;
}

/** The place after the value by which a scale was outgrown; beyond the last where it never is. */
function outgrownAt(values: Float64Array, scale: Scale, from: number): number {
  let outside = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]) || !Number.isNaN(scale.to(values[i]))) continue;
    outside++;
    if (i < from || outside <= MOST_OUTSIDE) continue;
    if (scaleFor(values.subarray(0, i + 1)).name !== scale.name) return i + 1;
  }
  return Infinity;
}

function takeFrom(from: number, later: Signs, signs: Signs): void {
  for (const name of COLUMNS) signs[name].set(later[name].subarray(from), from);
}

const COLUMNS = [
  "expected",
  "lower",
  "upper",
  "point",
  "absent",
  "stuck",
  "outside",
  "level",
  "drift",
  "scatter",
  "shape",
] as const satisfies readonly Exclude<keyof Signs, "passing">[];
