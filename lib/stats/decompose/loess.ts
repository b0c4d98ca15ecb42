/**
 * Smooths equally spaced values by local regression.
 *
 * At each place the nearest `span` values are fitted by a constant or a line, weighted by
 * (1 - (distance / reach)³)³, and by what is given besides. With a jump above 1 only every so many
 * places are fitted, and straight lines drawn between them.
 *
 * Source: Cleveland, Cleveland, McRae, Terpenning: STL (1990), section 2, and the authors' Fortran,
 * whose rounding is followed: its results are those of R's `stl`.
 * Cost: O(values / jump × span) time, O(values) memory.
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

/** The places, from 0, whose values take part in a fit: both ends are included. */
interface Window {
  readonly left: number;
  readonly right: number;
}

/** Shares of the reach below which a weight counts as 1, and beyond which as 0. */
const NEAR = 0.001;
const FAR = 0.999;

/** Values closer together than this share of the series have no slope. */
const LEAST_SPREAD = 0.001;

/** Returns the smoothed values, as many as there are. */
export function smooth(sample: Sample, loess: Loess): Float64Array {
  const { length } = sample.values;
  if (length < 2) return sample.values.slice();
  const jump = Math.min(loess.jump, length - 1);
  const smoothed = new Float64Array(length);
  const scratch = new Float64Array(length);
  const kernel = loess.span < length ? kernelOf(loess.span) : null;
  const fit = (place: number) => {
    const window = windowOf(place, length, loess.span);
    const value = fitAt(sample, { place, window, loess, scratch, kernel });
    smoothed[place] = value ?? sample.values[place];
  };
  for (let place = 0; place < length; place += jump) fit(place);
  if (jump === 1) return smoothed;
  for (let place = 0; place + jump < length; place += jump) drawLine(smoothed, place, place + jump);
  const last = Math.floor((length - 1) / jump) * jump;
  if (last !== length - 1) {
    fit(length - 1);
    drawLine(smoothed, last, length - 1);
  }
  return smoothed;
}

/**
 * Returns the fit one place before the first value and one after the last; where all weights
 * are 0, the nearest of `smoothed`.
 */
export function extend(
  sample: Sample,
  smoothed: Float64Array,
  loess: Loess,
): { readonly before: number; readonly after: number } {
  const { length } = sample.values;
  const reach = Math.min(loess.span, length);
  const common = { loess, scratch: new Float64Array(length), kernel: null };
  const before = { left: 0, right: reach - 1 };
  const after = { left: length - reach, right: length - 1 };
  return {
    before: fitAt(sample, { place: -1, window: before, ...common }) ?? smoothed[0],
    after: fitAt(sample, { place: length, window: after, ...common }) ?? smoothed[length - 1],
  };
}

/** The window is centred, but for the ends, where it stays within the series. */
function windowOf(place: number, length: number, span: number): Window {
  if (span >= length) return { left: 0, right: length - 1 };
  const left = Math.min(Math.max(place - (span - 1) / 2, 0), length - span);
  return { left, right: left + span - 1 };
}

interface Fit {
  readonly place: number;
  readonly window: Window;
  readonly loess: Loess;
  /** Room for a weight a value. */
  readonly scratch: Float64Array;
  /** `null` where every place has a reach of its own. */
  readonly kernel: Float64Array | null;
}

/** The weight of each distance up to the reach that all places have but those near the ends. */
function kernelOf(span: number): Float64Array {
  const reach = (span - 1) / 2;
  return Float64Array.from({ length: reach + 1 }, (_, distance) => weightOf(distance, reach));
}

function weightOf(distance: number, reach: number): number {
  if (distance <= NEAR * reach) return 1;
  return distance <= FAR * reach ? tricube(distance / reach) : 0;
}

/** Returns the fitted value, `null` where no value has a weight. */
function fitAt(
  { values, weights }: Sample,
  { place, window, loess, scratch, kernel }: Fit,
): number | null {
  const { length } = values;
  const { left, right } = window;
  let reach = Math.max(place - left, right - place);
  if (loess.span > length) reach += Math.floor((loess.span - length) / 2);
  const known = kernel?.length === reach + 1 ? kernel : null;
  let total = 0;
  for (let i = left; i <= right; i++) {
    const distance = Math.abs(i - place);
    let weight = known === null ? weightOf(distance, reach) : known[distance];
    if (weights !== null) weight *= weights[i];
    scratch[i] = weight;
    total += weight;
  }
  if (total <= 0) return null;
  for (let i = left; i <= right; i++) scratch[i] /= total;
  if (reach > 0 && loess.degree > 0) tilt(scratch, place, window, length);
  let value = 0;
  for (let i = left; i <= right; i++) value += scratch[i] * values[i];
  return value;
}

function tricube(share: number): number {
  const rest = 1 - share * share * share;
  return rest * rest * rest;
}

/** Turns the weights of a mean into those of a line's value at the place. */
function tilt(weights: Float64Array, place: number, { left, right }: Window, length: number): void {
  // Places count from 1, as the last bit of the authors' sums depends on it.
  let centre = 0;
  for (let i = left; i <= right; i++) centre += weights[i] * (i + 1);
  let spread = 0;
  for (let i = left; i <= right; i++) spread += weights[i] * (i + 1 - centre) ** 2;
  if (Math.sqrt(spread) <= LEAST_SPREAD * (length - 1)) return;
  const slope = (place + 1 - centre) / spread;
  for (let i = left; i <= right; i++) weights[i] *= slope * (i + 1 - centre) + 1;
}

function drawLine(values: Float64Array, from: number, to: number): void {
  const step = (values[to] - values[from]) / (to - from);
  for (let i = from + 1; i < to; i++) values[i] = values[from] + step * (i - from);
}
