/**
 * Judges each value by the same places of the seasons before it.
 *
 * @module
 */
import type { Detection, SeasonalParameters } from "./detect.ts";
import { seasonsOf } from "./calendar.ts";
import { codeOfJudgement, codeOfOddity } from "./oddity.ts";

/** Seasons that a value is compared with. */
const SEASONS = 8;

/** Fewer values than this say too little. */
const MIN_HISTORY = 4;

/** Scores every value of a series, oldest first, where NaN is a gap. */
export function detectSeasonal(values: Float64Array, parameters: SeasonalParameters): Detection {
  const season = seasonsOf(parameters.calendar.grain).at(-1) ?? 1;
  const muted = new Set(parameters.muted);
  const length = values.length;
  const found = {
    expected: new Float64Array(length).fill(NaN),
    lower: new Float64Array(length).fill(NaN),
    upper: new Float64Array(length).fill(NaN),
    score: new Float64Array(length).fill(NaN),
    flagged: new Uint8Array(length),
    kind: new Uint8Array(length),
    judged: new Uint8Array(length),
  };
  for (let i = 0; i < length; i++) {
    const past = Array.from({ length: SEASONS }, (_, k) => i - (k + 1) * season)
      .filter((place) => place >= 0 && !muted.has(place) && Number.isFinite(values[place]))
      .map((place) => values[place]);
    if (past.length < MIN_HISTORY) continue;
    const middle = median(past);
    const deviation = 1.4826 * median(past.map((value) => Math.abs(value - middle)));
    const distance = Math.abs(values[i] - middle);
    const z = distance === 0 ? 0 : distance / deviation;
    const isOdd = z > parameters.threshold && !muted.has(i);
    found.expected[i] = middle;
    found.lower[i] = middle - parameters.threshold * deviation;
    found.upper[i] = middle + parameters.threshold * deviation;
    found.score[i] = z === Infinity ? 100 : 100 * z / (z + 3);
    found.flagged[i] = Number(isOdd);
    found.kind[i] = codeOfOddity(!isOdd ? "none" : values[i] > middle ? "spike" : "drop");
    found.judged[i] = codeOfJudgement(muted.has(i) ? "muted" : "past");
  }
  return found;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return (sorted[middle] + sorted[sorted.length - 1 - middle]) / 2;
}
