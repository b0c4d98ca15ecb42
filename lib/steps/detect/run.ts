/**
 * Scores each series of a detect cell in another process, and keeps what to tell of it.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import { type Column, columnOf } from "@/lib/frame/frame.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { Detection, DetectParameters } from "@/lib/stats/detect/detect.ts";
import { seasonOf } from "@/lib/stats/forecast/forecast.ts";
import { roundAmount, roundAmounts } from "@/lib/steps/amount.ts";
import { floorOf, raiseTo } from "@/lib/steps/floor.ts";
import type { MeasureSeries, SeriesResult } from "@/lib/steps/measure_series.ts";
import { readSeries } from "@/lib/steps/series.ts";
import type { ComputeContext, Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { writeFrame } from "@/lib/steps/write_frame.ts";
import { detectColumns } from "./columns.ts";
import type { DetectBody } from "./parameters.ts";

/** A period that its past does not explain. */
export interface FlaggedPeriod {
  readonly period: string;
  readonly segment: readonly (string | null)[];
  readonly value: Amount;
  readonly expected: Amount;
  readonly lower: Amount;
  readonly upper: Amount;
  /** 0 to 100. */
  readonly score: number;
}

/** One scored series, as a chart needs it. */
export interface ScoredSeries {
  readonly segment: readonly (string | null)[];
  readonly periods: readonly string[];
  readonly values: readonly Amount[];
  readonly expected: readonly Amount[];
  readonly lower: readonly Amount[];
  readonly upper: readonly Amount[];
}

/** What a detect cell tells of its result. */
export interface DetectFacts {
  readonly grain: Grain;
  readonly unit: string | null;
  readonly periods: number;
  /** Latest first; within a period the oddest first. */
  readonly flagged: readonly FlaggedPeriod[];
  readonly worst: FlaggedPeriod | null;
  /** The first of all series: those that are drawn. */
  readonly series: readonly ScoredSeries[];
  /** The last period, left out since it is not over. */
  readonly leftOut: string | null;
}

/** Charts of one cell; the relation has all series. */
const DRAWN_SERIES = 12;

/** Scores the series and writes them as rows. */
export async function runDetect(
  input: Input,
  body: DetectBody,
  context: RunContext,
): Promise<Outcome<DetectFacts>> {
  const found = await readSeries(input, body, context);
  const { grain, unit, leftOut, series } = found;
  const detections = await detectEach(found, body, context);
  const schema = detectColumns(input.schema, body);
  const frame = frameOf(series, detections, body);
  const flagged = series.flatMap((one, i) => flaggedOf(one, detections[i]))
    .sort((a, b) => a.period < b.period ? 1 : a.period > b.period ? -1 : b.score - a.score);
  const facts: DetectFacts = {
    grain,
    unit,
    periods: frame.length,
    flagged,
    worst: flagged.reduce<FlaggedPeriod | null>(
      (worst, one) => worst === null || one.score > worst.score ? one : worst,
      null,
    ),
    series: series.slice(0, DRAWN_SERIES).map((one, i) => ({
      segment: one.segment,
      periods: one.periods,
      values: roundAmounts(one.values),
      expected: roundAmounts(detections[i].expected),
      lower: roundAmounts(detections[i].lower),
      upper: roundAmounts(detections[i].upper),
    })),
    leftOut,
  };
  return await context.write(async (session) => {
    await writeFrame(session, context.relation, { frame, signal: context.signal });
    return {
      schema,
      relation: context.relation,
      rows: frame.length,
      rejected: 0,
      facts,
      problems: [],
    };
  });
}

/** Scores each series; nothing below 0 is expected of what was never below it. */
export async function detectEach(
  { grain, series }: SeriesResult,
  body: DetectBody,
  { compute, signal }: ComputeContext,
): Promise<readonly Detection[]> {
  const parameters = detectionOf(body, grain);
  return await Promise.all(
    series.map(async ({ values }) => {
      const found = await compute.detect(values, parameters, { signal });
      return { ...found, lower: raiseTo(floorOf(values), found.lower) };
    }),
  );
}

function detectionOf(body: DetectBody, grain: Grain): DetectParameters {
  const { window, threshold, contamination, seed } = body;
  switch (body.method) {
    case "rolling_z":
      return { method: "rolling_z", window, threshold };
    case "isolation_forest":
      return {
        method: "isolation_forest",
        window,
        threshold,
        lag: seasonOf(grain),
        contamination,
        seed,
      };
  }
}

function frameOf(
  series: readonly MeasureSeries[],
  detections: readonly Detection[],
  body: DetectBody,
) {
  const all = (pick: (detection: Detection, one: MeasureSeries) => Iterable<number>) =>
    Float64Array.from(series.flatMap((one, i) => [...pick(detections[i], one)]));
  const float = (name: string, values: Float64Array): Column => ({ name, type: "float", values });
  const periods = series.flatMap((one) => one.periods);
  const isHour = periods[0]?.includes("T") ?? false;
  const columns: Column[] = [
    columnOf("period", isHour ? "timestamp" : "date", periods),
    ...body.each.map((name, i) =>
      columnOf(name, "text", series.flatMap((one) => one.periods.map(() => one.segment[i])))
    ),
    float(body.measure, all((_, one) => one.values)),
    float("expected", all(({ expected }) => expected)),
    float("lower", all(({ lower }) => lower)),
    float("upper", all(({ upper }) => upper)),
    float("score", all(({ score }) => score)),
    {
      name: "flagged",
      type: "boolean",
      values: detections.flatMap(({ flagged }) => Array.from(flagged, (flag) => flag === 1)),
    },
  ];
  return { length: periods.length, columns };
}

function flaggedOf(series: MeasureSeries, detection: Detection): FlaggedPeriod[] {
  return series.periods.flatMap((period, i) =>
    detection.flagged[i] !== 1 ? [] : [{
      period,
      segment: series.segment,
      value: roundAmount(series.values[i]),
      expected: roundAmount(detection.expected[i]),
      lower: roundAmount(detection.lower[i]),
      upper: roundAmount(detection.upper[i]),
      score: roundAmount(detection.score[i]) ?? 0,
    }]
  );
}
