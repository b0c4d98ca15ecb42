/**
 * Tells what is odd about a value without any expectation of it: that it is absent, that it is the same
 * again and again, that a scale has no place for it.
 *
 * Each is told by its past only, in deviations, so that 3 is about as rare as 3 deviations of a value.
 *
 * - absent: 6, less the more values were absent at this place of the 8 seasons before, or the longer the absence
 *   lasts beside them; nothing from 0.6 on.
 * - stuck: 0.7 √(-2 log p) of a run of 3 or more, p the chance of as many repeats: the share of repeats so
 *   far, or what the steps between values let expect (0.28 of the least step, over their spread).
 * - outside: 9 for a 0 or less among amounts that are above 0 as a rule.
 *
 * Source: ours; docs/decisions/0022-how-detection-judges.md. Cost: O(values), and O(60 log 60) for each value of a run.
 *
 * @module
 */
import { MEDIAN_DISTANCE_TO_DEVIATION } from "@/lib/stats/normal.ts";
import { middleOf } from "./deviation.ts";

const SEASONS = 8;
const ABSENT = 6;
const USUALLY_ABSENT = 0.6;

const LEAST_RUN = 3;
const STUCK = 0.7;
const STEPS = 60;
/** Density at its middle of what two normal values differ by, 1 / (2 √π). */
const DENSITY = 0.28;
/** A step between two values deviates √2 times as much as either. */
const STEP_TO_DEVIATION = MEDIAN_DISTANCE_TO_DEVIATION / Math.SQRT2;
/** Repeats are thought to be this rare before any were seen. */
const PRIOR = { repeats: 0.5, pairs: 50 };

const OUTSIDE = 9;
const OUTSIDE_SPAN = 90;
const USUALLY_OUTSIDE = 0.1;
const LEAST_KNOWN = 14;

/** How odd it is that values are absent; 0 where they are there. */
export function strengthOfAbsence(values: Float64Array, lag: number): Float64Array {
  const first = values.findIndex(Number.isFinite);
  let last = first;
  return values.map((value, i) => {
    if (Number.isFinite(value)) last = i;
    if (Number.isFinite(value) || first < 0 || i < first + lag) return 0;
    let places = 0;
    let absent = 0;
    for (let k = 1; k <= SEASONS && i - k * lag >= first; k++) {
      places++;
      if (!Number.isFinite(values[i - k * lag])) absent++;
    }
    // Places of a season differ by one: without this an absence would fall silent and be told again.
    const lasting = (i - last - 1) / Math.min(SEASONS * lag, i - first);
    return ABSENT * Math.max(0, 1 - Math.max(absent / places, lasting) / USUALLY_ABSENT);
  });
}

/** How odd it is that values are the same as those before; 0 is never stuck. */
export function strengthOfSameness(values: Float64Array): Float64Array {
  const strength = new Float64Array(values.length);
  const unit = leastStep(values.filter(Number.isFinite).subarray(0, STEPS));
  let run = 1;
  let pairs = 0;
  let repeats = 0;
  for (let i = 1; i < values.length; i++) {
    if (!Number.isFinite(values[i]) || !Number.isFinite(values[i - 1])) {
      run = 1;
      continue;
    }
    run = values[i] === values[i - 1] ? run + 1 : 1;
    if (run >= LEAST_RUN && values[i] !== 0) {
      const seen = (repeats + PRIOR.repeats) / (pairs + PRIOR.pairs);
      const chance = Math.min(1, Math.max(seen, chanceOfRepeat(values, i, unit)));
      strength[i] = STUCK * Math.sqrt(-2 * (run - 1) * Math.log(chance));
    }
    pairs++;
    // What is stuck is no sign of what is usual.
    if (run === 2) repeats++;
  }
  return strength;
}

function chanceOfRepeat(values: Float64Array, before: number, unit: number): number {
  const steps: number[] = [];
  for (let i = Math.max(1, before - STEPS); i < before; i++) {
    const step = Math.abs(values[i] - values[i - 1]);
    if (Number.isFinite(step)) steps.push(step);
  }
  const spread = STEP_TO_DEVIATION * middleOf(Float64Array.from(steps));
  return spread > 0 ? DENSITY * unit / spread : 1;
}

/** The least difference between two values; 0 where all are equal. */
function leastStep(values: Float64Array): number {
  const sorted = values.slice().sort();
  let least = Infinity;
  for (let i = 1; i < sorted.length; i++) {
    const step = sorted[i] - sorted[i - 1];
    if (step > 0 && step < least) least = step;
  }
  return least === Infinity ? 0 : least;
}

/** How odd values are that are known, but have no place on a scale; 0 for all others. */
export function strengthOfOutside(values: Float64Array, placed: Float64Array): Float64Array {
  const isOutside = (i: number) => Number.isFinite(values[i]) && Number.isNaN(placed[i]);
  return values.map((_, i) => {
    if (!isOutside(i)) return 0;
    let known = 0;
    let outside = 0;
    for (let k = Math.max(0, i - OUTSIDE_SPAN); k < i; k++) {
      if (Number.isFinite(values[k])) known++;
      if (isOutside(k)) outside++;
    }
    return known >= LEAST_KNOWN && outside < USUALLY_OUTSIDE * known ? OUTSIDE : 0;
  });
}
