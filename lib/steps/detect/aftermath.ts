/**
 * The two days after an event, which are not quite like others: what was put off comes back, and what was
 * brought forward is missing.
 *
 * A value of such a day is scored, but not told as odd, where
 *
 * - it goes the other way than the event did, by no more than the event's own greatest day, and all days after it
 *   together by no more than the event in all, or
 * - after an earlier event of the same name the same day went the same way, 4 fifths as far or farther.
 *
 * Both are known when the day comes in: nothing later is asked.
 *
 * @module
 */
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { codeOfJudgement, ODDITIES, type Oddity } from "@/lib/stats/detect/oddity.ts";
import type { CoveredSpan } from "@/lib/steps/events/cover.ts";

/** A day after an event, by its place. */
export interface AfterDay {
  /** The events that ended. */
  readonly names: readonly string[];
  /** The first and the last day that events covered without a gap. */
  readonly from: number;
  readonly until: number;
}

/** Days that an event is felt after it. */
const FELT = 2;

/** As far as after an earlier event, or a quarter farther. */
const FARTHER = 1.25;

/** What an event may bring; all else (a missing day, a new level) is told whatever was before it. */
const EASED: readonly Oddity[] = ["none", "spike", "drop", "double", "partial", "unusual"];

const MUTED = codeOfJudgement("muted");

/** Returns the days after events that mute or explain, by their place, where no event is. */
export function daysAfter(covered: readonly CoveredSpan[]): ReadonlyMap<number, AfterDay> {
  const spans = covered.filter(({ effect }) => effect !== "none");
  const places = new Set<number>();
  for (const { from, until } of spans) for (let at = from; at <= until; at++) places.add(at);
  const found = new Map<number, AfterDay>();
  for (const { until } of spans) {
    let from = until;
    while (places.has(from - 1)) from--;
    const names = spans.filter((one) => one.until === until).map(({ name }) => name);
    for (let at = until + 1; at <= until + FELT && !places.has(at); at++) {
      found.set(at, { names: [...new Set(names)], from, until });
    }
  }
  return found;
}

/** Takes the flags of days after events that these account for. */
export function easeAfter(
  detection: Detection,
  values: Float64Array,
  { after, threshold }: {
    readonly after: ReadonlyMap<number, AfterDay>;
    readonly threshold: number;
  },
): Detection {
  if (after.size === 0) return detection;
  const { expected, lower, upper } = detection;
  const off = values.map((value, at) => value - expected[at]);
  const distances = off.map((one, at) =>
    one * threshold / (one > 0 ? upper[at] - expected[at] : expected[at] - lower[at])
  );
  const flagged = detection.flagged.slice();
  const judged = detection.judged.slice();
  for (const [at, day] of after) {
    if (at >= values.length || !EASED.includes(ODDITIES[detection.kind[at]])) continue;
    // A day that nobody judges stays so.
    if (judged[at] === 0 || !(comesBack(off, at, day) || isUsual(distances, at, after))) continue;
    flagged[at] = 0;
    judged[at] = MUTED;
  }
  return { ...detection, flagged, judged };
}

function comesBack(off: Float64Array, at: number, { from, until }: AfterDay): boolean {
  let swing = 0;
  let greatest = 0;
  for (let day = from; day <= until; day++) {
    if (!Number.isFinite(off[day])) continue;
    swing += off[day];
    greatest = Math.max(greatest, Math.abs(off[day]));
  }
  let back = 0;
  for (let day = until + 1; day <= at; day++) back += Number.isFinite(off[day]) ? off[day] : 0;
  return off[at] * swing < 0 && Math.abs(off[at]) <= greatest &&
    Math.abs(back) <= Math.abs(swing);
}

function isUsual(
  distances: Float64Array,
  at: number,
  after: ReadonlyMap<number, AfterDay>,
): boolean {
  const day = after.get(at);
  if (day === undefined) return false;
  let farthest = 0;
  for (const [earlier, { names, until }] of after) {
    const isSame = earlier < at && earlier - until === at - day.until &&
      names.some((name) => day.names.includes(name));
    if (!isSame || !(distances[earlier] * distances[at] > 0)) continue;
    farthest = Math.max(farthest, Math.abs(distances[earlier]));
  }
  return Math.abs(distances[at]) <= FARTHER * farthest;
}
