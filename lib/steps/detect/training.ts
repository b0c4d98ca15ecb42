/**
 * Until when a cell's forest is trained: what it learns from, and what is new to it.
 *
 * @module
 */
import { isDay } from "@/lib/day.ts";
import { formatNumber, formatPeriod, type PeriodStyle } from "@/lib/chart/format.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { periodsIn } from "@/lib/steps/explain/spans.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import { nextPeriod } from "@/lib/steps/periods.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { SeriesTraining, TrainedFacts } from "./facts.ts";
import type { DetectBody } from "./parameters.ts";

/** Fewer points than this train no forest. */
const LEAST_TRAINED = 30;

/** Returns how many points must be known before a forest is trained. */
export function leastTrained(
  { window, lag }: { readonly window: number; readonly lag: number },
): number {
  return Math.max(LEAST_TRAINED, window, 2 * lag);
}

/** What the forests of a cell are trained on, one entry a series, and what to tell of that. */
export interface Training {
  readonly series: readonly SeriesTraining[];
  readonly problems: readonly Problem[];
  /** Forests of a file, `null` for a series that has none; left out where they are trained here. */
  readonly stored?: {
    readonly models: readonly (string | null)[];
    readonly limit: number | null;
  };
}

const KEY = "trained_until";

/** Checks that periods end where training does. @throws AppError BAD_PARAMETER at the key */
export function checkTraining(grain: Grain | null, { trained_until: until }: DetectBody): void {
  if (until === undefined || grain === null || isEndOf(until.trim(), grain)) return;
  const day = until.trim().slice(0, 10);
  throw refuseKey(
    "BAD_PARAMETER",
    KEY,
    `Cannot train a forest until the midst of a ${grain} as it learns from whole ones: ` +
      `current value is "${until}"`,
    `Name a ${grain} such as ${EXAMPLES[grain](day)}`,
  );
}

const EXAMPLES: Readonly<Record<Grain, (day: string) => string>> = {
  hour: (day) => `${day}T23:00Z`,
  day: (day) => day,
  week: (day) => day,
  month: (day) => day.slice(0, 7),
  quarter: (day) => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3) || 1}`,
  year: (day) => day.slice(0, 4),
};

/** Whether a time begins or ends as a period of a grain does; a day is taken for its week. */
function isEndOf(until: string, grain: Grain): boolean {
  if (grain === "hour") return true;
  if (/[T ]\d/.test(until)) return false;
  const months = { day: 0, week: 0, month: 1, quarter: 3, year: 12 }[grain];
  if (months === 0) return true;
  const isStart = (day: string) =>
    day.endsWith("-01") && (Number(day.slice(5, 7)) - 1) % months === 0;
  if (isDay(until)) return isStart(until) || isStart(nextPeriod(until, "day") ?? "");
  if (/^\d{4}-\d{2}$/.test(until)) {
    return isStart(`${until}-01`) || isStart(nextPeriod(`${until}-01`, "month") ?? "");
  }
  // A quarter or a year: each has whole months, and a quarter ends a year where it is the last.
  return !(grain === "year" && /Q[1-3]$/i.test(until));
}

/**
 * Tells what the forest of each series learns from, by its values where NaN teaches nothing; `null` where
 * no end is set.
 *
 * @throws AppError BAD_PARAMETER at the key where no series has enough to learn from
 */
export function trainingOf(
  series: readonly MeasureSeries[],
  values: readonly Float64Array[],
  { body: { trained_until: until }, grain, least }: {
    readonly body: DetectBody;
    readonly grain: Grain;
    readonly least: number;
  },
): Training | null {
  if (until === undefined) return null;
  const found = series.map(({ periods }, i) =>
    trainOne(periods, values[i], { until, grain, least })
  );
  const few = found.filter(({ isEnough }) => !isEnough);
  if (found.length > 0 && few.length === found.length) {
    throw refuseFew(series, values, { until, grain, least });
  }
  const problems: Problem[] = [];
  if (few.length > 0) {
    problems.push(warning(
      `Cannot train a forest on fewer than ${least} ${grain}s: current value is ` +
        `${few.length} of ${found.length} series`,
      "These are not judged; name a later time, or a method that needs less",
    ));
  }
  if (found.length > 0 && found.every(({ fresh }) => fresh === 0)) {
    const last = series.map(({ periods }) => periods.at(-1) ?? "").sort().at(-1) ?? "";
    problems.push(warning(
      `Cannot apply the forest to a new ${grain} as none came after those it is trained on: ` +
        `current value is "${until}", and the last ${grain} is ${last}`,
      "Name an earlier time, or remove the key",
    ));
  }
  return { series: found, problems };
}

interface Asked {
  readonly until: string;
  readonly grain: Grain;
  readonly least: number;
}

/** Adds up what all series have. */
export function totalsOf({ series }: Training): Omit<TrainedFacts, "recipe"> {
  const judged = series.filter(({ isEnough }) => isEnough);
  return {
    until: judged.map(({ until }) => until ?? "").sort().at(-1) ?? "",
    trained: judged.reduce((sum, { trained }) => sum + trained, 0),
    fresh: judged.reduce((sum, { fresh }) => sum + fresh, 0),
    forests: judged.length,
  };
}

/** Keeps of detections what the forests learnt from. */
export function learntFrom(
  found: readonly Detection[],
  { series }: Training,
): readonly Detection[] {
  return found.map((one, i) => {
    const { places } = series[i];
    return {
      expected: one.expected.subarray(0, places),
      lower: one.lower.subarray(0, places),
      upper: one.upper.subarray(0, places),
      score: one.score.subarray(0, places),
      flagged: one.flagged.subarray(0, places),
      kind: one.kind.subarray(0, places),
      judged: one.judged.subarray(0, places),
    };
  });
}

function trainOne(
  periods: readonly string[],
  values: Float64Array,
  { until, grain, least }: Asked,
): SeriesTraining {
  // All that begins before its end: from the first year there is.
  const span = periodsIn(`0001-01-01..${until}`, periods, grain);
  const places = span?.count ?? 0;
  const trained = countKnown(values.subarray(0, places));
  return {
    until: span?.last ?? null,
    places,
    trained,
    fresh: countKnown(values.subarray(places)),
    isEnough: trained >= least,
  };
}

/** Returns how many values there are. */
export function countKnown(values: Float64Array): number {
  return values.reduce((count, value) => count + Number(Number.isFinite(value)), 0);
}

function refuseFew(
  series: readonly MeasureSeries[],
  values: readonly Float64Array[],
  { until, grain, least }: Asked,
) {
  const most = Math.max(
    ...series.map(({ periods }, i) =>
      trainOne(periods, values[i], { until, grain, least }).trained
    ),
  );
  const enough = series.map(({ periods }, i) => periods[placeOf(values[i], least)])
    .filter((period) => period !== undefined).sort().at(0);
  return refuseKey(
    "BAD_PARAMETER",
    KEY,
    `Cannot train a forest on fewer than ${least} ${grain}s: current value is ` +
      `${most} until "${until}"`,
    enough === undefined
      ? `No series has so many ${grain}s: choose another method`
      : `Name ${enough} or later`,
  );
}

/** The place by which so many values are known; -1 where they never are. */
function placeOf(values: Float64Array, count: number): number {
  let known = 0;
  return values.findIndex((value) => Number.isFinite(value) && ++known === count);
}

function warning(message: string, remedy: string): Problem {
  return { severity: "warning", code: "BAD_PARAMETER", message, place: { key: KEY }, remedy };
}

/** Says what a forest learnt from, and what it was applied to. */
export function trainingWords(
  { until, trained, fresh, isEnough, isStored }: SeriesTraining,
  style: PeriodStyle,
): string {
  const { grain } = style;
  if (!isEnough && isStored) return "no forest of it was stored";
  const end = until === null ? "" : ` until ${formatPeriod(until, style)}`;
  if (!isEnough) return `too few ${grain}s to train a forest${end}: ${formatNumber(trained)}`;
  const applied = fresh === 0
    ? `no ${grain} is new to it`
    : `applied to ${countWords(fresh, `new ${grain}`)}`;
  return `trained on ${countWords(trained, grain)}${end}, ${applied}`;
}

function countWords(count: number, word: string): string {
  return `${formatNumber(count)} ${word}${count === 1 ? "" : "s"}`;
}
