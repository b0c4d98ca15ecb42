/**
 * Forecasts each series of a forecast cell in other processes.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import { type Column, columnOf, type Frame } from "@/lib/frame/frame.ts";
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import { roundAmounts } from "@/lib/steps/amount.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import { measureOf, readSeries } from "@/lib/steps/series.ts";
import type { Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { writeFrame } from "@/lib/steps/write_frame.ts";
import { boundName, forecastColumns } from "./columns.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import { forecastEach } from "./forecast_each.ts";
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
  const drawn: ForecastFact[] = [];
  const rows = new Rows(body);
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
    const fact = tellForecast(one, periods, forecast);
    rows.add(fact);
    // The rest would only fill the memory.
    if (drawn.length < DRAWN_SERIES) drawn.push(fact);
    context.progress({ rows: i + 1, share: (i + 1) / series.length });
  }
  const frame = rows.frame();
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
        series: drawn,
        leftOut,
      },
      problems: [],
    };
  });
}

function tellForecast(
  series: MeasureSeries,
  periods: readonly string[],
  forecast: Forecast,
): ForecastFact {
  const origins = forecast.origins.map(({ from, yhat }) => ({ from, values: roundAmounts(yhat) }));
  const { yhat, intervals, origins: _, ...told } = forecast;
  return {
    segment: series.segment,
    history: { periods: series.periods, values: roundAmounts(series.values) },
    periods,
    ...told,
    yhat: roundAmounts(yhat),
    intervals: (intervals ?? []).map(({ level, lower, upper }) => ({
      level,
      lower: roundAmounts(lower),
      upper: roundAmounts(upper),
    })),
    origins,
  };
}

/** The rows of a result, a series after the other. */
class Rows {
  readonly #body: ForecastBody;
  readonly #periods: string[] = [];
  readonly #models: string[] = [];
  readonly #segments: (string | null)[][];
  readonly #yhat: Amount[] = [];
  /** Lower and upper of each level in turn. */
  readonly #bounds: Amount[][];

  constructor(body: ForecastBody) {
    this.#body = body;
    this.#segments = body.each.map(() => []);
    this.#bounds = body.levels.flatMap(() => [[], []]);
  }

  add({ segment, periods, yhat, intervals, model }: ForecastFact): void {
    this.#periods.push(...periods);
    this.#yhat.push(...yhat);
    for (const _ of periods) {
      this.#models.push(model);
      segment.forEach((value, i) => this.#segments[i].push(value));
    }
    this.#body.levels.forEach((level, i) => {
      const interval = intervals.find((one) => one.level === level);
      const none = periods.map(() => null);
      this.#bounds[2 * i].push(...interval?.lower ?? none);
      this.#bounds[2 * i + 1].push(...interval?.upper ?? none);
    });
  }

  frame(): Frame {
    const isHour = this.#periods[0]?.includes("T") ?? false;
    const columns: Column[] = [
      columnOf("period", isHour ? "timestamp" : "date", this.#periods),
      ...this.#body.each.map((name, i) => columnOf(name, "text", this.#segments[i])),
      columnOf("yhat", "float", this.#yhat),
      ...this.#body.levels.flatMap((level, i) => [
        columnOf(boundName("lower", level), "float", this.#bounds[2 * i]),
        columnOf(boundName("upper", level), "float", this.#bounds[2 * i + 1]),
      ]),
      columnOf("model", "text", this.#models),
    ];
    return { length: this.#periods.length, columns };
  }
}
