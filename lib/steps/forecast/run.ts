/**
 * Forecasts each series of a forecast cell in other processes.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import { type Column, columnOf } from "@/lib/frame/frame.ts";
import { type Forecast, seasonOf } from "@/lib/stats/forecast/forecast.ts";
import { LEVELS } from "@/lib/stats/forecast/prediction.ts";
import { roundAmounts } from "@/lib/steps/amount.ts";
import { floorOf, raiseTo } from "@/lib/steps/floor.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { MeasureSeries, SeriesResult } from "@/lib/steps/measure_series.ts";
import { measureOf, readSeries } from "@/lib/steps/series.ts";
import type { ComputeContext, Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { writeFrame } from "@/lib/steps/write_frame.ts";
import { forecastColumns } from "./columns.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import type { ForecastBody } from "./parameters.ts";

/** Charts of one cell; the relation has all series. */
const DRAWN_SERIES = 12;

/** Forecasts the series and writes their periods to come as rows. */
export async function runForecast(
  input: Input,
  body: ForecastBody,
  context: RunContext,
): Promise<Outcome<ForecastFacts>> {
  const found = await readSeries(input, body, context);
  const { grain, unit, leftOut, series } = found;
  const facts: ForecastFact[] = [];
  for await (const [i, forecast] of forecastEach(found, body, context)) {
    const one = series[i];
    const last = one.periods.at(-1);
    const periods = last === undefined ? [] : periodsAfter(last, grain, forecast.yhat.length);
    if (last !== undefined && periods.length < forecast.yhat.length) {
      throw refuseKey(
        "BAD_PARAMETER",
        "horizon",
        `Cannot forecast beyond the year 9999: the last period is ${last}`,
        "Take rows of such times out in a clean cell",
      );
    }
    facts.push(tellForecast(one, periods, forecast));
    context.progress({ rows: i + 1, share: (i + 1) / series.length });
  }
  const frame = frameOf(facts, body);
  const schema = forecastColumns(input.schema, body);
  return await context.write(async (session) => {
    await writeFrame(session, context.relation, { frame, signal: context.signal });
    return {
      schema,
      relation: context.relation,
      rows: frame.length,
      rejected: 0,
      facts: {
        grain,
        unit,
        adds: measureOf(input, body).additivity === "additive",
        rows: frame.length,
        series: facts.slice(0, DRAWN_SERIES),
        leftOut,
      },
      problems: [],
    };
  });
}

/** Forecasts one series after the other; gives each with its place. */
export async function* forecastEach(
  { grain, series }: SeriesResult,
  { horizon, season, model, folds }: ForecastBody,
  { compute, signal }: ComputeContext,
): AsyncGenerator<readonly [number, Forecast]> {
  const parameters = { horizon, season: season ?? seasonOf(grain), model, folds };
  for (const [i, { values }] of series.entries()) {
    yield [i, raise(await compute.forecast(values, parameters, { signal }), floorOf(values))];
  }
}

/** Tells nothing below the floor: neither of what comes nor of what was forecast earlier. */
function raise(forecast: Forecast, floor: number): Forecast {
  return {
    ...forecast,
    yhat: raiseTo(floor, forecast.yhat),
    intervals: forecast.intervals?.map(({ level, lower, upper }) => ({
      level,
      lower: raiseTo(floor, lower),
      upper: raiseTo(floor, upper),
    })) ?? null,
    origins: forecast.origins.map(({ from, yhat }) => ({ from, yhat: raiseTo(floor, yhat) })),
  };
}

function tellForecast(
  series: MeasureSeries,
  periods: readonly string[],
  forecast: Forecast,
): ForecastFact {
  const { model, reason, calibrated, backtestHorizon, candidates, coverage, reliability } =
    forecast;
  const origins = forecast.origins.map(({ from, yhat }) => ({ from, values: roundAmounts(yhat) }));
  return {
    segment: series.segment,
    history: { periods: series.periods, values: roundAmounts(series.values) },
    periods,
    yhat: roundAmounts(forecast.yhat),
    intervals: (forecast.intervals ?? []).map(({ level, lower, upper }) => ({
      level,
      lower: roundAmounts(lower),
      upper: roundAmounts(upper),
    })),
    model,
    reason,
    calibrated,
    backtestHorizon,
    origins,
    candidates,
    coverage,
    reliability,
  };
}

function frameOf(facts: readonly ForecastFact[], body: ForecastBody) {
  const periods = facts.flatMap((one) => one.periods);
  const isHour = periods[0]?.includes("T") ?? false;
  const float = (name: string, pick: (one: ForecastFact) => readonly Amount[] | undefined) =>
    columnOf(
      name,
      "float",
      facts.flatMap((one) => pick(one) ?? one.periods.map(() => null)),
    );
  const bound = (level: number, side: "lower" | "upper") =>
    float(
      `${side}_${level}`,
      ({ intervals }) => intervals.find((interval) => interval.level === level)?.[side],
    );
  const columns: Column[] = [
    columnOf("period", isHour ? "timestamp" : "date", periods),
    ...body.each.map((name, i) =>
      columnOf(name, "text", facts.flatMap((one) => one.periods.map(() => one.segment[i])))
    ),
    float("yhat", ({ yhat }) => yhat),
    ...LEVELS.flatMap((level) => [bound(level, "lower"), bound(level, "upper")]),
    columnOf("model", "text", facts.flatMap((one) => one.periods.map(() => one.model))),
  ];
  return { length: periods.length, columns };
}
