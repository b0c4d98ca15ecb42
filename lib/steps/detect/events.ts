/**
 * What events mean for what is odd: a muted period is scored and never flagged, and its value is kept
 * out of what the others are compared with; an explained one is flagged with its reason.
 *
 * @module
 */
import type { EventMark } from "@/lib/chart/block.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { DetectParameters } from "@/lib/stats/detect/detect.ts";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { codeOfJudgement, codeOfOddity } from "@/lib/stats/detect/oddity.ts";
import { scoreOfZ } from "@/lib/stats/detect/score.ts";
import { type CoveredSpan, coverPeriods, readSpans } from "@/lib/steps/events/cover.ts";
import type { Effect } from "@/lib/steps/events/parameters.ts";
import { type AfterDay, daysAfter } from "./aftermath.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import type { Input } from "@/lib/steps/step.ts";

/** What is known of the periods of one series. */
export interface SeriesEvents {
  readonly marks: readonly EventMark[];
  /** The names of the events that mute a period, by its place. */
  readonly muted: ReadonlyMap<number, string>;
  /** The names of the events that explain a period, by its place. */
  readonly explained: ReadonlyMap<number, string>;
  /** The days after events that mute or explain, by their place; none of longer and shorter periods. */
  readonly after: ReadonlyMap<number, AfterDay>;
}

/** A series without events. */
export const NO_EVENTS: SeriesEvents = {
  marks: [],
  muted: new Map(),
  explained: new Map(),
  after: new Map(),
};

const MUTED = codeOfJudgement("muted");

/** What a reason names of a period. */
const MOST_NAMES = 4;

/** Reads the events of each series; none where no cell was named. */
export async function readSeriesEvents(
  series: readonly MeasureSeries[],
  { events, grain, zone, database, signal }: {
    readonly events: Input | null;
    readonly grain: Grain;
    readonly zone: string;
    readonly database: Database;
    readonly signal: AbortSignal;
  },
): Promise<readonly SeriesEvents[]> {
  const around = endsOf(series);
  if (events === null || around.length === 0) return series.map(() => NO_EVENTS);
  const spans = await readSpans(database, { events, periods: around, grain, zone, signal });
  // Periods follow each other: series with the same ends have the same events.
  const known = new Map<string, SeriesEvents>();
  return series.map(({ periods }) => {
    const id = `${periods.at(0)} ${periods.at(-1)}`;
    const found = known.get(id) ??
      seriesEvents(coverPeriods(spans, { periods, grain, zone }), grain);
    known.set(id, found);
    return found;
  });
}

/** Returns the first and the last period of all series; none where there are none. */
export function endsOf(series: readonly MeasureSeries[]): readonly string[] {
  const ends = series.flatMap(({ periods }) => [periods.at(0), periods.at(-1)])
    .filter((period) => period !== undefined).sort();
  return ends.length === 0 ? [] : [ends[0], ends[ends.length - 1]];
}

function seriesEvents(covered: readonly CoveredSpan[], grain: Grain): SeriesEvents {
  return {
    marks: covered.map(({ name, from, until }) => ({ name, from, until })),
    muted: namesOf(covered, "mute"),
    explained: namesOf(covered, "explain"),
    after: grain === "day" ? daysAfter(covered) : new Map(),
  };
}

function namesOf(covered: readonly CoveredSpan[], wanted: Effect): ReadonlyMap<number, string> {
  const names = new Map<number, Set<string>>();
  for (const { name, effect, from, until } of covered) {
    for (let place = from; effect === wanted && place <= until; place++) {
      const found = names.get(place) ?? new Set();
      names.set(place, found.add(name));
    }
  }
  return new Map([...names].map(([place, found]) => [place, joined([...found])]));
}

/** A quarter may have thousands: the first are told, the others counted. */
function joined(names: readonly string[]): string {
  const told = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const rest = names.length - told.length;
  return told.join(", ") + (rest === 0 ? "" : ` and ${rest.toLocaleString("en")} more`);
}

/** Returns the values that others are compared with: those of muted periods are left out. */
export function ordinaryValues(
  values: Float64Array,
  { muted }: SeriesEvents,
  { method }: Pick<DetectParameters, "method">,
): Float64Array {
  // This method leaves them out itself, and scores them too.
  if (method === "seasonal" || muted.size === 0) return values;
  return values.map((value, place) => muted.has(place) ? NaN : value);
}

/** Scores muted periods by their own values, and takes their flags. */
export function muteDetection(
  detection: Detection,
  values: Float64Array,
  { events: { muted }, parameters: { method, threshold } }: {
    readonly events: SeriesEvents;
    readonly parameters: DetectParameters;
  },
): Detection {
  if (muted.size === 0) return detection;
  const { expected, upper } = detection;
  const score = detection.score.slice();
  const flagged = detection.flagged.slice();
  const kind = detection.kind.slice();
  const judged = detection.judged.slice();
  for (const place of muted.keys()) {
    flagged[place] = 0;
    if (method !== "seasonal") {
      const deviation = (upper[place] - expected[place]) / threshold;
      const difference = values[place] - expected[place];
      if (Number.isNaN(difference) || Number.isNaN(deviation)) continue;
      const z = difference === 0 ? 0 : difference / deviation;
      // A forest's score is of another kind: of it only the side is told.
      if (method !== "isolation_forest") score[place] = scoreOfZ(z);
      const oddity = Math.abs(z) <= threshold ? "none" : z > 0 ? "spike" : "drop";
      kind[place] = codeOfOddity(oddity);
    }
    judged[place] = MUTED;
  }
  return { ...detection, score, flagged, kind, judged };
}

/** Whether a period would be flagged, were it not muted. */
export function isHushed({ judged, kind }: Detection, place: number): boolean {
  return judged[place] === MUTED && kind[place] !== codeOfOddity("none");
}

/** Adds to what is odd about a period what mutes or explains it, or came right before it. */
export function withEvents(
  reason: string | null,
  place: number,
  { muted, explained, after, isEased }: SeriesEvents & { readonly isEased: boolean },
): string | null {
  if (reason === null) return null;
  const mute = muted.get(place);
  if (mute !== undefined) return `muted: ${mute}; ${reason}`;
  const during = explained.get(place);
  if (during !== undefined) return `${reason}; during ${during}`;
  const before = after.get(place);
  if (before === undefined) return reason;
  const names = joined(before.names);
  return isEased ? `muted: after ${names}; ${reason}` : `${reason}; after ${names}`;
}
