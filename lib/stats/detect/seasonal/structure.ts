/**
 * Follows a series by its structure: a level that wanders, a slope, the places of its seasons, the end
 * of the month, and noise that may depend on the noise before.
 *
 * value = level + slope + Σ season's place + month's end + noise, noise = φ × noise before + a new part;
 * a Kalman filter, all in units of that new part, keeps what each of these is thought to be and how
 * surely. What it learns by depends on the units only, so that the unit itself may be found as it goes.
 *
 * Source: Harvey: Forecasting, Structural Time Series Models and the Kalman Filter (1989), section 3.
 * Cost: O(states²) a value.
 *
 * @module
 */

/** What a filter takes for given; variances are those of the noise's new part, a period. */
export interface StructureOptions {
  /** How much of a period's noise is left in the next, 0 to below 1. */
  readonly memory: number;
  /** How far the level wanders. */
  readonly wandering: number;
  /** Places of each season. */
  readonly seasons: readonly number[];
  /** The level to begin with. */
  readonly level: number;
}

/** What is expected of a value, and the variance of the error. */
export interface Expected {
  readonly mean: number;
  readonly variance: number;
}

/** A filter's state at a time, to go back to. */
export interface Snapshot {
  readonly state: Float64Array;
  readonly covariance: Float64Array;
}

/** Places of the parts in a state; the places of the seasons follow. */
export const LEVEL = 0;
const SLOPE = 1;
const NOISE = 2;
const MONTH_END = 3;
const SEASONS = 4;

/** Variances before anything is known, and what is added each period, in units of the noise. */
const FIRST = { level: 25, slope: 0.0004, monthEnd: 2, place: 9 } as const;
const WANDERING = { slope: 1e-7, place: 5e-4 } as const;
const MEASUREMENT = 0.05;

/** Follows one series, value by value. */
export class StructureFilter {
  readonly size: number;
  readonly state: Float64Array;
  /** How far each part moved by the last value it learnt from, for an error of 1. */
  readonly gain: Float64Array;
  readonly #covariance: Float64Array;
  readonly #reach: Float64Array;
  readonly #options: StructureOptions;
  /** The parts that the current value has, and where seasons begin. */
  readonly #parts: Int32Array;
  readonly #offsets: readonly number[];

  constructor(options: StructureOptions) {
    const { seasons, memory } = options;
    this.#options = options;
    this.#offsets = seasons.map((_, i) => seasons.slice(0, i).reduce((a, b) => a + b, SEASONS));
    this.size = seasons.reduce((sum, season) => sum + season, SEASONS);
    this.state = new Float64Array(this.size);
    this.gain = new Float64Array(this.size);
    this.#reach = new Float64Array(this.size);
    this.#covariance = new Float64Array(this.size * this.size);
    this.#parts = new Int32Array(3 + seasons.length);
    this.state[LEVEL] = options.level;
    for (let i = SEASONS; i < this.size; i++) this.#add(i, FIRST.place);
    this.#add(LEVEL, FIRST.level);
    this.#add(SLOPE, FIRST.slope);
    this.#add(MONTH_END, FIRST.monthEnd);
    this.#add(NOISE, 1 / (1 - memory * memory));
  }

  /** Turns to a value by its place in each season, and whether it is at the end of a month. */
  expect(places: readonly number[], isMonthEnd: boolean): Expected {
    const parts = this.#parts;
    parts[0] = LEVEL;
    parts[1] = NOISE;
    // Without the end of a month the last part is one that is never there: it is passed over.
    parts[2] = isMonthEnd ? MONTH_END : -1;
    for (let i = 0; i < places.length; i++) parts[3 + i] = this.#offsets[i] + places[i];
    const { size } = this;
    const covariance = this.#covariance;
    const reach = this.#reach;
    reach.fill(0);
    for (const part of parts) {
      if (part < 0) continue;
      const row = part * size;
      for (let i = 0; i < size; i++) reach[i] += covariance[row + i];
    }
    return { mean: this.seen(this.state), variance: MEASUREMENT + this.seen(reach) };
  }

  /** What the current value shows of a state, or of a change in one. */
  seen(state: Float64Array): number {
    let sum = 0;
    const parts = this.#parts;
    for (let i = 0; i < parts.length; i++) if (parts[i] >= 0) sum += state[parts[i]];
    return sum;
  }

  /** What the current value's places in the seasons add, beside the mean of all places. */
  seasonal(): number {
    let sum = 0;
    this.#options.seasons.forEach((size, i) => {
      const from = this.#offsets[i];
      const all = this.state.subarray(from, from + size);
      sum += this.state[this.#parts[3 + i]] - all.reduce((total, place) => total + place / size, 0);
    });
    return sum;
  }

  /** Learns from the error of what was expected; what is not of a season learns from `lasting`. */
  learn(error: number, variance: number, lasting: number = error): void {
    const { size, state, gain } = this;
    const reach = this.#reach;
    const covariance = this.#covariance;
    for (let i = 0; i < size; i++) {
      const part = reach[i] / variance;
      gain[i] = part;
      state[i] += part * (i < SEASONS ? lasting : error);
      const row = i * size;
      for (let j = 0; j < size; j++) covariance[row + j] -= part * reach[j];
    }
  }

  /** Goes on to the next period. */
  advance(): void {
    const { size } = this;
    const { memory, wandering } = this.#options;
    const covariance = this.#covariance;
    this.carry(this.state);
    for (let i = 0; i < size; i++) covariance[LEVEL * size + i] += covariance[SLOPE * size + i];
    for (let i = 0; i < size; i++) covariance[i * size + LEVEL] += covariance[i * size + SLOPE];
    for (let i = 0; i < size; i++) covariance[NOISE * size + i] *= memory;
    for (let i = 0; i < size; i++) covariance[i * size + NOISE] *= memory;
    this.#add(NOISE, 1);
    this.#add(LEVEL, wandering);
    this.#add(SLOPE, WANDERING.slope);
    for (let i = SEASONS; i < size; i++) this.#add(i, WANDERING.place);
  }

  /** Carries a state, or a change in one, on to the next period. */
  carry(state: Float64Array): void {
    state[LEVEL] += state[SLOPE];
    state[NOISE] *= this.#options.memory;
  }

  /** Lets the level move at once. */
  loosen(variance: number): void {
    this.#add(LEVEL, variance);
  }

  /** Keeps the state, in place of an earlier one where that is given. */
  save(earlier?: Snapshot): Snapshot {
    if (earlier === undefined) {
      return { state: this.state.slice(), covariance: this.#covariance.slice() };
    }
    earlier.state.set(this.state);
    earlier.covariance.set(this.#covariance);
    return earlier;
  }

  restore({ state, covariance }: Snapshot): void {
    this.state.set(state);
    this.#covariance.set(covariance);
  }

  #add(part: number, variance: number): void {
    this.#covariance[part * this.size + part] += variance;
  }
}
