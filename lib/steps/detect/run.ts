/**
 * Scores each series of a detect cell, and keeps what to tell of it.
 *
 * @module
 */
import { type Column, columnOf } from "@/lib/frame/frame.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { codeOfJudgement } from "@/lib/stats/detect/oddity.ts";
import { seasonOf } from "@/lib/stats/forecast/series/situation.ts";
import { roundAmount, roundAmounts } from "@/lib/steps/amount.ts";
import { warnOfYears } from "@/lib/steps/events/named.ts";
import type { Clocked } from "@/lib/steps/periods.ts";
import { measureOf, readSeries } from "@/lib/steps/series.ts";
import type { Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { writeComputed } from "@/lib/steps/write_frame.ts";
import { detectColumns, foundName } from "./columns.ts";
import { endsOf, isHushed, readSeriesEvents, type SeriesEvents, withEvents } from "./events.ts";
import { explainFlagged } from "./explain.ts";
import type { DetectFacts, FlaggedPeriod, TrainedFacts } from "./facts.ts";
import { openForests, readForests } from "./forest_file.ts";
import { judgeEach, sidesOf } from "./judge.ts";
import { warnOfLabels } from "./label_periods.ts";
import type { Judged, Labelled } from "./labels.ts";
import type { DetectBody } from "./parameters.ts";
import { oddWords, type WordsContext } from "./words.ts";
import { leastTrained, totalsOf, type Training } from "./training.ts";
import type { Yardstick } from "./yardstick.ts";

const MUTED = codeOfJudgement("muted");

/** Charts of one cell; the relation has all series. */
const DRAWN_SERIES = 12;

/** A series with all that is told of its points. */
interface ToldSeries extends Judged, Labelled {
  /** Of each point what is odd, in words. */
  readonly reasons: readonly (string | null)[];
  readonly events: SeriesEvents;
}

/** Scores the series and writes them as rows. */
export async function runDetect(
  input: Input,
  body: DetectBody,
  context: RunContext,
): Promise<Outcome<DetectFacts>> {
  const found = await readSeries(input, body, context);
  const { grain, zone, unit, leftOut } = found;
  const events = await readSeriesEvents(found.series, { ...context, grain, zone });
  const forests = body.model === undefined
    ? undefined
    : await readForests(await openForests(body.model, context.sources), { body, grain });
  const known = { ...found, events, forests };
  const { judged, replay, training, limit } = await judgeEach(known, body, context);
  const isSum = measureOf(input, body).additivity !== "non_additive";
  const words = { grain, zone, unit, yardstick: yardstickOf(body), isSum };
  const told = judged.map((one, i) => ({
    ...one,
    events: events[i],
    reasons: reasonsOf(one, words).map((reason, place) =>
      withEvents(reason, place, {
        ...events[i],
        isEased: one.detection.judged[place] === MUTED,
      })
    ),
  }));
  const schema = detectColumns(input.schema, body);
  const frame = frameOf(told, body);
  const flagged = await explainFlagged(
    listPeriods(told, ({ flagged }, place) => flagged[place] === 1),
    body,
    { input, context },
  );
  const calendars = [...new Set(told.slice(0, DRAWN_SERIES).map(({ events }) => events.marks))];
  const facts: DetectFacts = {
    grain,
    zone,
    unit,
    periods: frame.length,
    judge: sidesOf(body),
    flagged,
    dismissed: listPeriods(told, ({ labels }, place) => labels.get(place) === "not"),
    muted: listPeriods(
      told,
      ({ detection, flagged }, place) => flagged[place] === 0 && isHushed(detection, place),
    ),
    worst: flagged.reduce<FlaggedPeriod | null>(
      (worst, one) => worst === null || one.score > worst.score ? one : worst,
      null,
    ),
    calendars,
    series: told.slice(0, DRAWN_SERIES).map(({ series, detection, events }, i) => ({
      segment: series.segment,
      periods: series.periods,
      values: roundAmounts(series.values),
      expected: roundAmounts(detection.expected),
      lower: roundAmounts(detection.lower),
      upper: roundAmounts(detection.upper),
      calendar: calendars.indexOf(events.marks),
      ...(training === null ? {} : { training: training.series[i] }),
    })),
    ...(training === null ? {} : {
      trained: trainedFacts(training, { told, schema, body, grain, zone, limit }),
    }),
    replay,
    leftOut,
  };
  const problems = [
    ...warnOfYears(context.events, endsOf(found.series)),
    ...warnOfLabels(body, found),
    ...training?.problems ?? [],
  ];
  return await writeComputed({ frame, schema, facts, problems }, context);
}

function trainedFacts(
  training: Training,
  { told, schema, body, grain, zone, limit }: Clocked & {
    readonly told: readonly ToldSeries[];
    readonly schema: Schema;
    readonly body: DetectBody;
    readonly limit: number | null;
  },
): TrainedFacts {
  const totals = totalsOf(training);
  if (training.stored !== undefined) return totals;
  const { measure, each, window, contamination, seed } = body;
  const lag = seasonOf(grain);
  return {
    ...totals,
    recipe: {
      measure,
      // A series has a column of its periods.
      time: schema.columns.find(({ role }) => role === "time")?.name ?? "period",
      each,
      grain,
      zone,
      window,
      lag,
      contamination,
      seed,
      limit,
      until: totals.until,
      least: leastTrained({ window, lag }),
      muted: told.flatMap(({ series: { segment, periods }, events: { muted } }, i) =>
        [...muted.keys()].filter((place) => place < training.series[i].places)
          .map((place) => [segment, periods[place]] as const)
      ),
    },
  };
}

function yardstickOf(body: DetectBody): Yardstick {
  const { method, window } = body;
  const sides = sidesOf(body);
  switch (method) {
    case "seasonal":
      return { type: "season" };
    case "rolling_z":
      return { type: "window", middle: "mean", window, sides };
    case "robust_z":
      return { type: "window", middle: "median", window, sides };
    case "isolation_forest":
      return { type: "window", middle: "mean", window, sides: "past" };
  }
}

/** Told of points that are flagged, labelled, or muted though odd. */
function reasonsOf(
  { series, detection, flagged, kinds, labels }: Judged & Labelled,
  context: WordsContext,
): readonly (string | null)[] {
  const { periods, values } = series;
  const isTold = (place: number) =>
    flagged[place] === 1 || labels.has(place) || isHushed(detection, place);
  const odd = kinds.map((kind, place) => isTold(place) ? kind : "none");
  const whole = { periods, values, expected: detection.expected, kinds: odd };
  return odd.map((_, place) => oddWords(whole, place, context));
}

function frameOf(told: readonly ToldSeries[], body: DetectBody) {
  const name = foundName(body);
  const all = <T>(pick: (one: ToldSeries) => Iterable<T>) => told.flatMap((one) => [...pick(one)]);
  const float = (name: string, pick: (one: ToldSeries) => Iterable<number>): Column => ({
    name,
    type: "float",
    values: Float64Array.from(all(pick)),
  });
  const periods = all(({ series }) => series.periods);
  const isHour = periods[0]?.includes("T") ?? false;
  const columns: Column[] = [
    columnOf("period", isHour ? "timestamp" : "date", periods),
    ...body.each.map((dimension, i) =>
      columnOf(dimension, "text", all(({ series }) => series.periods.map(() => series.segment[i])))
    ),
    float(body.measure, ({ series }) => series.values),
    float(name("expected"), ({ detection }) => detection.expected),
    float(name("lower"), ({ detection }) => detection.lower),
    float(name("upper"), ({ detection }) => detection.upper),
    float(name("score"), ({ detection }) => detection.score),
    columnOf(name("flagged"), "boolean", all(({ flagged }) => Array.from(flagged, isOne))),
    columnOf(
      name("kind"),
      "text",
      all(({ flagged, kinds }) => kinds.map((kind, place) => flagged[place] === 1 ? kind : null)),
    ),
    columnOf(
      name("reason"),
      "text",
      all(({ detection, flagged, reasons }) =>
        reasons.map((reason, place) =>
          flagged[place] === 1 || isHushed(detection, place) ? reason : null
        )
      ),
    ),
  ];
  return { length: periods.length, columns };
}

function isOne(flag: number): boolean {
  return flag === 1;
}

/** Latest first; within a period the oddest first. */
function listPeriods(
  told: readonly ToldSeries[],
  isListed: (one: ToldSeries, place: number) => boolean,
): readonly FlaggedPeriod[] {
  return told.flatMap((one) => {
    const { series, detection, kinds, labels, reasons } = one;
    return series.periods.flatMap((period, place): FlaggedPeriod[] =>
      !isListed(one, place) ? [] : [{
        period,
        segment: series.segment,
        value: roundAmount(series.values[place]),
        expected: roundAmount(detection.expected[place]),
        lower: roundAmount(detection.lower[place]),
        upper: roundAmount(detection.upper[place]),
        score: roundAmount(detection.score[place]) ?? 0,
        kind: kinds[place],
        reason: reasons[place] ?? "",
        label: labels.get(place) ?? null,
      }]
    );
  }).sort((a, b) => a.period < b.period ? 1 : a.period > b.period ? -1 : b.score - a.score);
}
