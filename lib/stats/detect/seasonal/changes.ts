/**
 * Watches what a filter got wrong lately for changes that last: a new level, a drift, a wider scatter,
 * and a season whose shape has turned round.
 *
 * For each time at which the level may have moved, or begun to drift, the errors that this would have
 * left (a filter that does not know of it follows it a little each period) are compared with those that
 * there are: √(2 × log likelihood ratio), in deviations. The scatter is the sum of squares of 5, 8 and 12
 * errors, less what is expected, in its own deviations. The shape is the errors of a season (of days a week, of
 * hours a day) against twice the season's.
 *
 * Source: Willsky, Jones: A generalized likelihood ratio approach to the detection and estimation of jumps
 * in linear systems (1976). Cost: O(states × 22) a value.
 *
 * @module
 */
import { LEVEL, type Snapshot, type StructureFilter } from "./structure.ts";

/** What was got wrong of one value. */
export interface Miss {
  /** Its place in the series. */
  readonly at: number;
  /** In deviations; NaN where there was no value to learn from. */
  readonly z: number;
  /** The deviation of the error, on the scale. */
  readonly deviation: number;
  /** What the season added, beside the mean of its places, on the scale. */
  readonly seasonal: number;
}

/** What a change from some time on would have put the filter off by, and how that fits what it was. */
interface Trial {
  /** What it would have been off by now, for a change of 1. */
  readonly off: Float64Array;
  squares: number;
  products: number;
}

/** A time from which things may have been different. */
interface Candidate extends Miss {
  /** The filter before it, kept as long as a new level may have begun here. */
  readonly before: Snapshot;
  values: number;
  /** A new level; `null` once it is too long ago. */
  step: Trial | null;
  /** A drift; looked for from every third value. */
  readonly ramp: Trial | null;
}

/** The strongest sign of a new level. */
export interface LevelSign {
  /** In deviations. */
  readonly strength: number;
  readonly isUp: boolean;
  /** Where it would have begun, counted back from the last value, which is 0. */
  readonly ago: number;
}

/** A new level shows in 2 to 10 values, a drift in 12 to 35. */
export const LEVEL_AGES = { least: 2, most: 10 } as const;
const DRIFT_AGES = { least: 12, most: 35 } as const;
const DRIFT_EVERY = 3;

/** One odd value says no more than this of a change. */
const MOST_OF_ONE = 4;
const MOST_OF_SHAPE = 6;
const MOST_SQUARE = 12;

const SCATTER_SPANS = [5, 8, 12];
const LEAST_SCATTERED = 4;

/** Watches one filter. */
export class ChangeWatch {
  readonly #filter: StructureFilter;
  readonly #season: number;
  #candidates: Candidate[] = [];

  /** The season is what turns round: so many values. */
  constructor(filter: StructureFilter, season: number) {
    this.#filter = filter;
    this.#season = season;
  }

  /** Takes in what was got wrong of the value that the filter has turned to. */
  note(miss: Miss, before: Snapshot): void {
    const { size } = this.#filter;
    const step = { off: new Float64Array(size), squares: 0, products: 0 };
    step.off[LEVEL] = 1;
    const ramp = miss.at % DRIFT_EVERY === 0
      ? { off: new Float64Array(size), squares: 0, products: 0 }
      : null;
    this.#candidates.push({ ...miss, before, values: 0, step, ramp });
    if (this.#candidates.length > DRIFT_AGES.most) this.#candidates.shift();
    const past = this.#candidates[this.#candidates.length - 1 - LEVEL_AGES.most];
    if (past !== undefined) past.step = null;
    if (Number.isNaN(miss.z)) return;
    const z = limit(miss.z, MOST_OF_ONE);
    for (const one of this.#candidates) {
      one.values++;
      if (one.step !== null) this.#compare(one.step, z, miss.deviation);
      if (one.ramp !== null) this.#compare(one.ramp, z, miss.deviation);
    }
  }

  #compare(trial: Trial, z: number, deviation: number): void {
    const seen = this.#filter.seen(trial.off) / deviation;
    trial.squares += seen * seen;
    trial.products += seen * z;
  }

  /** Takes in that the filter learnt from the value that was noted. */
  learnt(): void {
    for (const { step, ramp } of this.#candidates) {
      if (step !== null) this.#follow(step.off);
      if (ramp !== null) this.#follow(ramp.off);
    }
  }

  #follow(off: Float64Array): void {
    const { gain, size } = this.#filter;
    const seen = this.#filter.seen(off);
    for (let i = 0; i < size; i++) off[i] -= gain[i] * seen;
  }

  /** Goes on to the next period, with the filter. */
  advance(): void {
    for (const { step, ramp } of this.#candidates) {
      if (step !== null) this.#filter.carry(step.off);
      if (ramp === null) continue;
      this.#filter.carry(ramp.off);
      ramp.off[LEVEL]++;
    }
  }

  /** Begins anew, and gives what was noted since a candidate: those who know of a change look again. */
  restart(ago: number): { readonly before: Snapshot; readonly misses: readonly Miss[] } {
    const misses = this.#candidates.slice(this.#candidates.length - 1 - ago);
    this.#candidates = [];
    return { before: misses[0].before, misses };
  }

  /** The strongest sign of a new level. */
  level(): LevelSign {
    let strength = 0;
    let ago = 0;
    let isUp = false;
    for (let age = LEVEL_AGES.least; age <= LEVEL_AGES.most; age++) {
      const one = this.#candidates[this.#candidates.length - age];
      if (!one?.step || one.values < LEVEL_AGES.least) continue;
      const sign = strengthOf(one.step);
      if (sign <= strength) continue;
      strength = sign;
      ago = age - 1;
      isUp = one.step.products > 0;
    }
    return { strength, ago, isUp };
  }

  /** The strongest sign of a drift, in deviations. */
  drift(): number {
    let strength = 0;
    for (let age = DRIFT_AGES.least; age <= DRIFT_AGES.most; age++) {
      const one = this.#candidates[this.#candidates.length - age];
      if (one?.ramp) strength = Math.max(strength, strengthOf(one.ramp));
    }
    return strength;
  }

  /** How much wider values scatter than they did, in deviations of that. */
  scatter(): number {
    let strength = 0;
    for (const span of SCATTER_SPANS) {
      const lately = this.#lately(span);
      if (lately.length < LEAST_SCATTERED) continue;
      const squares = lately.reduce((sum, { z }) => sum + Math.min(z * z, MOST_SQUARE), 0);
      const sign = (squares - lately.length) / Math.sqrt(2 * lately.length);
      strength = Math.max(strength, sign);
    }
    return strength;
  }

  /** How much the errors look like a season turned round, in deviations. */
  shape(): number {
    let squares = 0;
    let products = 0;
    const lately = this.#lately(this.#season);
    for (const { z, seasonal, deviation } of lately) {
      const turned = -seasonal / deviation;
      squares += turned * turned;
      products += turned * limit(z, MOST_OF_SHAPE);
    }
    return squares > 0 && lately.length > 2 ? products / Math.sqrt(squares) : 0;
  }

  #lately(span: number): readonly Candidate[] {
    return this.#candidates.slice(-span).filter(({ z }) => !Number.isNaN(z));
  }
}

function strengthOf({ squares, products }: Trial): number {
  return squares > 0 ? Math.abs(products) / Math.sqrt(squares) : 0;
}

function limit(value: number, size: number): number {
  return Math.max(-size, Math.min(size, value));
}
