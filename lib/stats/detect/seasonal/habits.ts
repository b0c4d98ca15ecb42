/**
 * What is particular to the hours of a week: how far each is from what a filter makes of its hour and its
 * weekday apart, and how much wider or narrower than others the hours of the day scatter.
 *
 * offset = sum of what was left of this hour of the week / (weeks + 2), where each week counts 0.9 of the
 * next: few weeks move it little. width = √((sum of squared deviations + 12) / (count + 12)), each of them
 * at most 3², for the hours of weekdays and of weekends.
 *
 * Source: shrinkage towards what all have in common: Efron, Morris: Stein's Paradox in Statistics (1977).
 * Cost: O(1) a value; as states of the filter these would cost their square.
 *
 * @module
 */
import type { SeasonPlaces } from "@/lib/stats/detect/calendar.ts";

const FADING = 0.9;
const PRIOR_WEEKS = 2;
const PRIOR_DEVIATIONS = 12;
const FARTHEST = 3;

/** Learns the hours of a week, one value after the other. */
export class WeekHabits {
  readonly #hours: SeasonPlaces;
  readonly #kinds: SeasonPlaces;
  readonly #left: Float64Array;
  readonly #weeks: Float64Array;
  readonly #squares: Float64Array;
  readonly #counts: Float64Array;

  /** Takes the places of the hours of the week, and of the hours that scatter alike. */
  constructor(hours: SeasonPlaces, kinds: SeasonPlaces) {
    this.#hours = hours;
    this.#kinds = kinds;
    this.#left = new Float64Array(hours.size);
    this.#weeks = new Float64Array(hours.size);
    this.#squares = new Float64Array(kinds.size);
    this.#counts = new Float64Array(kinds.size);
  }

  /** What a value's hour adds to what is expected of it. */
  offset(at: number): number {
    const hour = this.#hours.places[at];
    return this.#left[hour] / (this.#weeks[hour] + PRIOR_WEEKS);
  }

  /** How much wider than others the values of its kind of hour scatter. */
  width(at: number): number {
    const kind = this.#kinds.places[at];
    return Math.sqrt(
      (this.#squares[kind] + PRIOR_DEVIATIONS) / (this.#counts[kind] + PRIOR_DEVIATIONS),
    );
  }

  /** Learns from the error that is left of a value, and from how many deviations that is. */
  learn(at: number, { error, z }: { readonly error: number; readonly z: number }): void {
    const hour = this.#hours.places[at];
    const kind = this.#kinds.places[at];
    const left = error + this.offset(at);
    const size = (Math.min(Math.abs(z), FARTHEST) || 0) * this.width(at);
    this.#left[hour] = FADING * this.#left[hour] + left;
    this.#weeks[hour] = FADING * this.#weeks[hour] + 1;
    this.#squares[kind] += size * size;
    this.#counts[kind]++;
  }
}
