/**
 * Scores each value by its distance from the middle of the values near it, which a few odd ones among
 * them do not move.
 *
 * score = (value - median) / (1.4826 × MAD) of the finite values among the `window` before it, where MAD
 * is the median of their distances from their median: for normal values 1.4826 × MAD is their standard
 * deviation. The value itself is never in its own window. Where more than half of the window is one
 * value, MAD is 0 and says nothing: 1.2533 × the mean distance from the median stands in for it. Of 200
 * values or more the outermost hundredth is known too, and where they reach further than those of normal
 * values with this deviation would, their reach / 5.1517 is the deviation: a series that bursts
 * now and then by itself is odd only where it does so as never before.
 *
 * Source: Iglewicz and Hoaglin: How to Detect and Handle Outliers (1993); `statsmodels.robust.mad`.
 * Cost: O(values × window) time at worst, for moving numbers within a sorted window; O(values) memory.
 *
 * @module
 */
import { MEDIAN_DISTANCE_TO_DEVIATION } from "@/lib/stats/normal.ts";
import type { Expectation } from "./rolling_z.ts";

/** Fewer values than this say too little about what is normal. */
const MIN_HISTORY = 3;

/** √(π / 2): what the mean distance from the middle of normal values is multiplied by. */
const DISTANCE_TO_DEVIATION = Math.sqrt(Math.PI / 2);

/** From so many values on, the share at either end that tells how far they reach, and that in deviations. */
const TAIL_VALUES = 200;
const TAIL = 0.005;
const TAILS_TO_DEVIATION = 1 / 5.151658607097801;

/** Which values near a value it is compared with. */
export type Sides = "past" | "both";

/**
 * Returns the median of the `window` values before each value, or before and after it, and their scaled
 * MAD as the deviation; exactly 0 where all of them are equal, NaN where they are too few.
 */
export function expectRobustly(
  values: Float64Array,
  window: number,
  sides: Sides = "past",
): Expectation {
  const mean = new Float64Array(values.length);
  const deviation = new Float64Array(values.length);
  const near = new SortedWindow(2 * window + 1);
  const ahead = sides === "both" ? window : 0;
  for (let i = 0; i < Math.min(ahead, values.length); i++) near.insert(values[i]);
  for (let i = 0; i < values.length; i++) {
    // Now it holds what is up to `window` before, and with both sides the value and what is after it.
    if (i > window) near.remove(values[i - window - 1]);
    if (i + ahead < values.length && sides === "both") near.insert(values[i + ahead]);
    if (sides === "both") near.remove(values[i]);
    mean[i] = near.size < MIN_HISTORY ? NaN : near.median();
    deviation[i] = near.size < MIN_HISTORY ? NaN : near.deviation();
    near.insert(values[i]);
  }
  return { mean, deviation };
}

/** Finite numbers in order; others are passed over. */
class SortedWindow {
  readonly #sorted: Float64Array;
  size = 0;

  constructor(most: number) {
    this.#sorted = new Float64Array(most);
  }

  insert(value: number): void {
    if (!Number.isFinite(value)) return;
    const place = this.#placeOf(value);
    this.#sorted.copyWithin(place + 1, place, this.size);
    this.#sorted[place] = value;
    this.size++;
  }

  /** The value is among them, if it is finite. */
  remove(value: number): void {
    if (!Number.isFinite(value)) return;
    this.#sorted.copyWithin(this.#placeOf(value), this.#placeOf(value) + 1, this.size);
    this.size--;
  }

  median(): number {
    return half(this.#sorted[(this.size - 1) >> 1], this.#sorted[this.size >> 1]);
  }

  deviation(): number {
    const middle = this.median();
    const mad = this.#medianDistance(middle);
    const inner = mad > 0
      ? MEDIAN_DISTANCE_TO_DEVIATION * mad
      : DISTANCE_TO_DEVIATION * this.#meanDistance(middle);
    if (this.size < TAIL_VALUES) return inner;
    const place = Math.floor(TAIL * this.size);
    const reach = this.#sorted[this.size - 1 - place] - this.#sorted[place];
    return Math.max(inner, TAILS_TO_DEVIATION * reach);
  }

  #meanDistance(middle: number): number {
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += Math.abs(this.#sorted[i] - middle);
    return sum / this.size;
  }

  /** Walks outwards from the middle, so that distances come in order. */
  #medianDistance(middle: number): number {
    let right = this.size >> 1;
    let left = right - 1;
    let before = 0;
    let distance = 0;
    for (let count = 0; count <= this.size >> 1; count++) {
      const below = left < 0 ? Infinity : middle - this.#sorted[left];
      const above = right >= this.size ? Infinity : this.#sorted[right] - middle;
      before = distance;
      distance = Math.min(below, above);
      if (below < above) left--;
      else right++;
    }
    return this.size % 2 === 1 ? distance : half(before, distance);
  }

  /** The first place whose number is not below the value. */
  #placeOf(value: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The number halfway; equal ones stay as they are, and large ones do not overflow. */
function half(low: number, high: number): number {
  return low === high ? low : low / 2 + high / 2;
}
