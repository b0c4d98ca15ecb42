/**
 * Judges each value by those before it.
 *
 * Several filters follow the series side by side, with noise that depends on the noise before or not, and
 * a level that wanders little or much; at each value the one speaks whose expectations were best so far,
 * by a score in which the past fades (half of it is gone after 140 values) and odd values count little.
 * Values beyond 4.2 deviations teach nothing. Where a new level is plain to see, the filter goes back to
 * where it began, and lets its level move there. Hours of a week have habits besides.
 *
 * Source: structure.ts, changes.ts, habits.ts; the score is the log density of Student's t with 4 degrees.
 * Cost: O(filters × states²) a value.
 *
 * @module
 */
import type { SeasonPlaces } from "@/lib/stats/detect/calendar.ts";
import { ChangeWatch, LEVEL_AGES, type Miss } from "./changes.ts";
import { middleOf, spreadOf } from "./deviation.ts";
import { WeekHabits } from "./habits.ts";
import { LEVEL, type Snapshot, StructureFilter } from "./structure.ts";

/** A series on its scale, and where its values lie. */
export interface PlacedSeries {
  /** NaN where nothing is to be learnt: gaps, and what the scale has no place for. */
  readonly values: Float64Array;
  readonly seasons: readonly SeasonPlaces[];
  /** The hours of the week, which have habits of their own; `null` of what is longer. */
  readonly week: SeasonPlaces | null;
  readonly monthEnds: Uint8Array;
  /** 1 for values that nothing is to be learnt from. */
  readonly muted: Uint8Array;
  /** Periods of the shortest season, 1 for none. */
  readonly lag: number;
  /** Values that must be known before any is judged. */
  readonly warm: number;
  /** The least deviation that noise has at a level. */
  least(level: number): number;
}

/** What the past says of each value, on the scale; NaN where it says nothing. */
export interface PastJudgement {
  readonly expected: Float64Array;
  readonly deviation: Float64Array;
  /** Signs of change, in deviations; that of a level is below 0 where it fell. */
  readonly level: Float64Array;
  readonly drift: Float64Array;
  readonly scatter: Float64Array;
  readonly shape: Float64Array;
  /** Where new levels began. */
  readonly shifts: readonly number[];
}

/** A sign of a new level, in deviations, beyond which a filter believes in it. */
export const LEVEL_LIMIT = 5.6;

const FILTERS = [
  { memory: 0, wandering: 0.003 },
  { memory: 0, wandering: 0.02 },
  { memory: 0.5, wandering: 0.003 },
  { memory: 0.5, wandering: 0.02 },
];

/**
 * Of hours, whose seasons have many places, two filters must do: each costs the square of them. What is
 * off in one hour is still so in the next, as a rule.
 */
const MANY_PLACES = 20;
const FEW_FILTERS = [0.2, 0.8].map((memory) => ({ memory, wandering: 0.02 }));

/** Errors that the spread is told from, and how often it is. */
const REMEMBERED = 120;
const LEAST_ERRORS = 14;
const SETTLED = 60;
const RENEWAL = 7;
/** The first errors are of a filter that knows nothing yet. */
const UNSETTLED_ERRORS = 7;

/** How merits fade, and the square of the deviations beyond which a value counts no more. */
const FADING = 0.995;
const FARTHEST_SQUARE = 100;

/** Beyond so many deviations a value teaches nothing. */
const UNTEACHING_Z = 4.2;
/** Until it is known which hours differ, what is far off teaches their seasons, but is not expected to last. */
const LASTING_Z = 3;

/** The spread of n errors is itself off by some of 1 / n; the day after a holiday is not quite ordinary. */
const YOUNG = 4;
const BESIDE = 1.2;

/** Values whose season may have turned round, but for hours, whose day has more. */
const SHAPE_VALUES = 7;

/** Nobody goes back further than a new level may have begun. */
const SNAPSHOTS = LEVEL_AGES.most + 1;

/** What a new level may be off by, as a variance. */
const LOOSENED = 30;

/** Judges each value of a series by those before it. */
export function judgeByPast(series: PlacedSeries): PastJudgement {
  const { values } = series;
  const judgement = emptyJudgement(values.length);
  const first = values.filter((value, i) => Number.isFinite(value) && series.muted[i] === 0)
    .subarray(0, series.warm);
  if (first.length < series.warm) return judgement;
  const level = middleOf(first.slice());
  const unit = firstSpread(first, series.lag, series.least(level));
  const places = series.seasons.reduce((sum, { size }) => sum + size, 0);
  const filters = places > MANY_PLACES ? FEW_FILTERS : FILTERS;
  const followers = filters.map((filter) => new Follower(series, { ...filter, level, unit }));
  for (let at = 0; at < values.length; at++) {
    const best = followers.reduce((a, b) => b.merit > a.merit ? b : a);
    for (const follower of followers) follower.follow(at, follower === best ? judgement : null);
  }
  return judgement;
}

function emptyJudgement(length: number) {
  const unknown = () => new Float64Array(length).fill(NaN);
  const shifts: number[] = [];
  return {
    expected: unknown(),
    deviation: unknown(),
    level: unknown(),
    drift: unknown(),
    scatter: unknown(),
    shape: unknown(),
    shifts,
  };
}

type OpenJudgement = ReturnType<typeof emptyJudgement>;

/** What values differ by from one season to the next, divided as two errors share it. */
function firstSpread(values: Float64Array, lag: number, least: number): number {
  const moves = values.subarray(lag).map((value, i) => value - values[i]);
  return Math.max(spreadOf(moves) / Math.SQRT2 || 0, least, Number.MIN_VALUE);
}

interface FollowerOptions {
  readonly memory: number;
  readonly wandering: number;
  readonly level: number;
  /** What errors are measured in. */
  readonly unit: number;
}

/** One filter on its way along the series. */
class Follower {
  /** How well it has expected values so far. */
  merit = 0;
  readonly #series: PlacedSeries;
  readonly #unit: number;
  readonly #filter: StructureFilter;
  readonly #watch: ChangeWatch;
  readonly #errors: number[] = [];
  readonly #places: number[];
  readonly #habits: WeekHabits | null;
  readonly #snapshots: Snapshot[] = [];
  #spread = 1;
  #known = 0;

  constructor(series: PlacedSeries, { unit, level, ...options }: FollowerOptions) {
    const seasons = series.seasons.map(({ size }) => size);
    this.#series = series;
    this.#unit = unit;
    this.#filter = new StructureFilter({ ...options, seasons, level: level / unit });
    this.#watch = new ChangeWatch(this.#filter, series.week === null ? SHAPE_VALUES : series.lag);
    this.#places = seasons.map(() => 0);
    const { week, seasons: [hours] } = series;
    this.#habits = week === null ? null : new WeekHabits(week, hours);
  }

  /** Goes on to a value, and writes down what it says of it. */
  follow(at: number, judgement: OpenJudgement | null): void {
    const { values, muted, warm } = this.#series;
    const filter = this.#filter;
    const place = at % SNAPSHOTS;
    const before = this.#snapshots[place] = filter.save(this.#snapshots[place]);
    const { mean, variance } = this.#expect(at);
    const width = this.#habits?.width(at) ?? 1;
    const deviation = Math.sqrt(variance) * this.#spread * width;
    const error = values[at] / this.#unit - mean;
    const isKnown = Number.isFinite(error) && muted[at] === 0;
    const z = isKnown ? error / deviation : NaN;
    const isWarm = this.#known >= warm;
    // The hours of a week are known apart from the days only once they came again.
    const isSettled = this.#known >= (this.#habits === null ? warm : 2 * warm);
    const seasonal = filter.seasonal();
    this.#watch.note({ at, z, deviation, seasonal }, before);
    const sign = isSettled && isKnown ? this.#watch.level() : null;
    if (judgement !== null && isWarm) {
      judgement.expected[at] = mean * this.#unit;
      judgement.deviation[at] = deviation * this.#doubt(at) * this.#unit;
      if (sign !== null) {
        judgement.level[at] = sign.isUp ? sign.strength : -sign.strength;
        judgement.drift[at] = this.#watch.drift();
        judgement.scatter[at] = this.#watch.scatter();
        judgement.shape[at] = this.#watch.shape();
      }
    }
    if (isKnown) {
      this.#remember(z, { error, variance: variance * width * width, deviation });
      // Early errors are those of a filter that knows little, no habits.
      if (isSettled && Math.abs(z) < UNTEACHING_Z) this.#habits?.learn(at, { error, z });
    }
    if (sign !== null && sign.strength > LEVEL_LIMIT) {
      judgement?.shifts.push(at - sign.ago);
      this.#lookAgain(sign.ago);
    } else {
      if (isKnown && !(isSettled && Math.abs(z) > UNTEACHING_Z)) {
        const most = isWarm && !isSettled ? LASTING_Z * deviation : Infinity;
        const lasting = Math.max(-most, Math.min(most, error));
        filter.learn(error, variance * Math.max(1, width * width), lasting);
        this.#watch.learnt();
      }
      filter.advance();
      this.#watch.advance();
    }
    if (isKnown) this.#known++;
    this.#renewSpread(at);
  }

  /** How much less is known of a value than the errors say: early on, and beside what is muted. */
  #doubt(at: number): number {
    const isBeside = this.#series.muted[at - 1] === 1;
    return (1 + YOUNG / this.#known) * (isBeside ? BESIDE : 1);
  }

  #expect(at: number) {
    const { seasons, monthEnds } = this.#series;
    for (let i = 0; i < seasons.length; i++) this.#places[i] = seasons[i].places[at];
    const expected = this.#filter.expect(this.#places, monthEnds[at] === 1);
    return this.#habits === null
      ? expected
      : { ...expected, mean: expected.mean + this.#habits.offset(at) };
  }

  #remember(
    z: number,
    miss: { readonly error: number; readonly variance: number; readonly deviation: number },
  ): void {
    const square = Math.min(z * z, FARTHEST_SQUARE);
    this.merit = FADING * this.merit - Math.log(miss.deviation) - 2.5 * Math.log(1 + square / 4);
    this.#errors.push(miss.error / Math.sqrt(miss.variance));
    if (this.#errors.length > REMEMBERED) this.#errors.shift();
  }

  /** Goes back to where a new level began, and learns what came since with a level that may move. */
  #lookAgain(ago: number): void {
    const { before, misses } = this.#watch.restart(ago);
    const filter = this.#filter;
    filter.restore(before);
    filter.loosen(this.#moved(misses) ** 2 + LOOSENED * this.#spread ** 2);
    for (const { at, z } of misses) {
      const { mean, variance } = this.#expect(at);
      const error = this.#series.values[at] / this.#unit - mean;
      const isTeaching = Math.abs(error) < UNTEACHING_Z * Math.sqrt(variance) * this.#spread;
      if (!Number.isNaN(z) && isTeaching) filter.learn(error, variance);
      filter.advance();
    }
  }

  /** How far off values are from what was expected before a new level, in the middle. */
  #moved(misses: readonly Miss[]): number {
    const { values } = this.#series;
    const errors = misses.filter(({ z }) => !Number.isNaN(z))
      .map(({ at }) => values[at] / this.#unit - this.#expect(at).mean);
    return middleOf(Float64Array.from(errors)) || 0;
  }

  #renewSpread(at: number): void {
    const errors = this.#errors;
    const { warm, least } = this.#series;
    if (errors.length < LEAST_ERRORS || (this.#known > SETTLED && at % RENEWAL !== 0)) return;
    const settled = this.#known < 2 * warm ? errors.slice(UNSETTLED_ERRORS) : errors;
    const level = this.#filter.state[LEVEL] * this.#unit;
    this.#spread = Math.max(spreadOf(settled), least(level) / this.#unit);
  }
}
