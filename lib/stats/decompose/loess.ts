/**
 * Smooths equally spaced values by local regression.
 *
 * At each place the nearest `span` values are fitted by a constant or a line, weighted by
 * (1 - (distance / reach)³)³, and by what is given besides. With a jump above 1 only every so many
 * places are fitted, and straight lines drawn between them.
 *
 * What does not depend on the values is worked out once a smoother: the weights by distance, and,
 * for values that all count alike, what each adds to a fit.
 *
 * Source: Cleveland, Cleveland, McRae, Terpenning: STL (1990), section 2, and the authors' Fortran,
 * whose rounding is followed: its results are those of R's `stl`.
 * Cost: O(values / jump × span) time and memory.
 *
 * @module
 */

/** How much is smoothed, all in places. */
export interface Loess {
  /** Values that take part in a fit: odd, 3 or more. */
  readonly span: number;
  /** 0 fits a constant, 1 a line. */
  readonly degree: 0 | 1;
  /** Places from one fit to the next. */
  readonly jump: number;
}

/** Values to smooth; weights are 0 to 1, one a value, `null` for all alike. */
export interface Sample {
  readonly values: Float64Array;
  readonly weights: Float64Array | null;
}

/** Shares of the reach below which a weight counts as 1, and beyond which as 0. */
const NEAR = 0.001;
const FAR = 0.999;

/** Values closer together than this share of the series have no slope. */
const LEAST_SPREAD = 0.001;

/** Returns the smoothed values, as many as there are. */
export function smooth(sample: Sample, loess: Loess): Float64Array {
  return new Smoother(loess, sample.values.length).smooth(sample);
}

/** Smooths samples of one length, again and again. */
export class Smoother {
  readonly #loess: Loess;
  readonly #length: number;
  readonly #jump: number;
  /** Values in a window. */
  readonly #width: number;
  /** Where fits are made, from 0; the last two are the places before the first and after the last value. */
  readonly #places: Int32Array;
  /** The first place of each fit's window, which is centred but for the ends: it stays within the series. */
  readonly #lefts: Int32Array;
  /** The weights by distance, `width` a fit. */
  readonly #near: Float64Array;
  /** What each value of a window adds to its fit where all count alike, `width` a fit. */
  #alike: Float64Array | null = null;
  readonly #scratch: Float64Array;

  constructor(loess: Loess, length: number) {
    this.#loess = loess;
    this.#length = length;
    this.#jump = Math.max(1, Math.min(loess.jump, length - 1));
    this.#width = Math.min(loess.span, length);
    const inside = Math.ceil((length - 1) / this.#jump) + 1;
    this.#places = new Int32Array(inside + 2);
    for (let fit = 0; fit < inside; fit++) {
      this.#places[fit] = Math.min(fit * this.#jump, length - 1);
    }
    this.#places.set([-1, length], inside);
    const latest = length - this.#width;
    const half = (loess.span - 1) / 2;
    this.#lefts = this.#places.map((place) => Math.max(0, Math.min(place - half, latest)));
    this.#near = this.#weighDistances();
    this.#scratch = new Float64Array(this.#width);
  }

  /** Returns the smoothed values; one whose whole window weighs nothing stays as it is. */
  smooth({ values, weights }: Sample): Float64Array {
    if (this.#length < 2) return values.slice();
    const smoothed = new Float64Array(this.#length);
    const places = this.#places;
    const inside = places.length - 2;
    for (let fit = 0; fit < inside; fit++) {
      const place = places[fit];
      smoothed[place] = this.#fit(fit, { values, weights }, values[place]);
    }
    if (this.#jump === 1) return smoothed;
    for (let fit = 1; fit < inside; fit++) drawLine(smoothed, places[fit - 1], places[fit]);
    return smoothed;
  }

  /**
   * Returns the fit one place before the first value and one after the last; where all weights
   * are 0, the nearest of `smoothed`.
   */
  extend(
    sample: Sample,
    smoothed: Float64Array,
  ): { readonly before: number; readonly after: number } {
    const inside = this.#places.length - 2;
    return {
      before: this.#fit(inside, sample, smoothed[0]),
      after: this.#fit(inside + 1, sample, smoothed[this.#length - 1]),
    };
  }

  #weighDistances(): Float64Array {
    const { span } = this.#loess;
    const width = this.#width;
    const beyond = span > this.#length ? Math.floor((span - this.#length) / 2) : 0;
    const near = new Float64Array(this.#places.length * width);
    this.#places.forEach((place, fit) => {
      const left = this.#lefts[fit];
      const reach = Math.max(place - left, left + width - 1 - place) + beyond;
      for (let i = 0; i < width; i++) {
        near[fit * width + i] = weightOf(Math.abs(left + i - place), reach);
      }
    });
    return near;
  }

  /** Returns the fitted value, or the other one where no value has a weight. */
  #fit(fit: number, { values, weights }: Sample, otherwise: number): number {
    const width = this.#width;
    const left = this.#lefts[fit];
    let shares = this.#scratch;
    let from = 0;
    if (weights === null) {
      shares = this.#alike ??= this.#shareAlike();
      from = fit * width;
    } else if (!this.#share(fit, weights, shares)) return otherwise;
    let value = 0;
    for (let i = 0; i < width; i++) value += shares[from + i] * values[left + i];
    return value;
  }

  #shareAlike(): Float64Array {
    const width = this.#width;
    const alike = new Float64Array(this.#near.length);
    const weights = new Float64Array(this.#length).fill(1);
    for (let fit = 0; fit < this.#places.length; fit++) {
      this.#share(fit, weights, alike.subarray(fit * width, (fit + 1) * width));
    }
    return alike;
  }

  /** Writes what each value of a window adds to its fit; false where no value has a weight. */
  #share(fit: number, weights: Float64Array, shares: Float64Array): boolean {
    const width = this.#width;
    const near = this.#near;
    const from = fit * width;
    const left = this.#lefts[fit];
    let total = 0;
    for (let i = 0; i < width; i++) {
      const weight = near[from + i] * weights[left + i];
      shares[i] = weight;
      total += weight;
    }
    if (total <= 0) return false;
    if (this.#loess.degree === 0) {
      for (let i = 0; i < width; i++) shares[i] /= total;
      return true;
    }
    // Places count from 1, as the last bit of the authors' sums depends on it.
    const first = left + 1;
    let centre = 0;
    for (let i = 0; i < width; i++) {
      const share = shares[i] / total;
      shares[i] = share;
      centre += share * (first + i);
    }
    let spread = 0;
    for (let i = 0; i < width; i++) {
      const distance = first + i - centre;
      spread += shares[i] * (distance * distance);
    }
    if (Math.sqrt(spread) <= LEAST_SPREAD * (this.#length - 1)) return true;
    // The weights of a mean become those of a line's value at the place.
    const slope = (this.#places[fit] + 1 - centre) / spread;
    for (let i = 0; i < width; i++) shares[i] *= slope * (first + i - centre) + 1;
    return true;
  }
}

function weightOf(distance: number, reach: number): number {
  if (distance <= NEAR * reach) return 1;
  return distance <= FAR * reach ? tricube(distance / reach) : 0;
}

function tricube(share: number): number {
  const rest = 1 - share * share * share;
  return rest * rest * rest;
}

function drawLine(values: Float64Array, from: number, to: number): void {
  const step = (values[to] - values[from]) / (to - from);
  for (let i = from + 1; i < to; i++) values[i] = values[from] + step * (i - from);
}
