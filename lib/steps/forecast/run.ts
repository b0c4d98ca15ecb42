/**
 * Forecasts each series of a forecast cell, and writes what comes as rows.
 *
 * @module
 */
import { roundAmounts } from "@/lib/steps/amount.ts";
import { type Clocked, periodsAfter } from "@/lib/steps/periods.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { warnOfYears } from "@/lib/steps/events/named.ts";
import { measureOf, readSeries } from "@/lib/steps/series.ts";
import type { Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { writeComputed } from "@/lib/steps/write_frame.ts";
import { forecastColumns } from "./columns.ts";
import { endsWithFuture } from "./event_columns.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import { forecastAll, type Forecasted } from "./forecast_all.ts";
import type { ForecastBody } from "./parameters.ts";
import { Rows } from "./rows.ts";
import { Unheeded } from "./unheeded.ts";

/** Charts of one cell; the relation has all series. */
const DRAWN_SERIES = 12;

/** Forecasts the series and writes their periods to come as rows. */
export async function runForecast(
  input: Input,
  body: ForecastBody,
  context: RunContext,
): Promise<Outcome<ForecastFacts>> {
  const found = await readSeries(input, body, context);
  const { grain, zone, unit, leftOut } = found;
  const drawn: ForecastFact[] = [];
  const rows = new Rows(body);
  const unheeded = new Unheeded(body);
  for await (const one of forecastAll(input, body, { found, context })) {
    const fact = tellForecast(one, { grain, zone });
    rows.add(fact);
    unheeded.add(fact);
    // The rest would only fill the memory.
    if (drawn.length < DRAWN_SERIES) drawn.push(fact);
  }
  const frame = rows.frame();
  const schema = forecastColumns(input.schema, body);
  const facts: ForecastFacts = {
    grain,
    zone,
    unit,
    adds: measureOf(input, body).additivity === "additive",
    rows: frame.length,
    series: drawn,
    leftOut,
  };
  const periods = endsWithFuture(found.series, { ...body, grain, zone });
  const problems = [...warnOfYears(context.events, periods), ...unheeded.problems()];
  return await writeComputed({ frame, schema, facts, problems }, context);
}

function tellForecast(
  { series, forecast, explainers, addsUp }: Forecasted,
  clocked: Clocked,
): ForecastFact {
  const { yhat, intervals, origins, ...told } = forecast;
  const last = series.periods.at(-1);
  const periods = last === undefined ? [] : periodsAfter(last, clocked, yhat.length);
  if (last !== undefined && periods.length < yhat.length) {
    throw refuseKey(
      "BAD_PARAMETER",
      "horizon",
      `Cannot forecast ${yhat.length} periods as the year 9999 is the last: current value is ${last}`,
      "Take rows of such times out in a clean cell",
    );
  }
  return {
    ...told,
    segment: series.segment,
    history: { periods: series.periods, values: roundAmounts(series.values) },
    periods,
    yhat: roundAmounts(yhat),
    intervals: (intervals ?? []).map(({ level, lower, upper }) => ({
      level,
      lower: roundAmounts(lower),
      upper: roundAmounts(upper),
    })),
    explainedBy: explainers.kept.map(({ name }) => name),
    unexplained: explainers.dropped,
    events: explainers.events,
    addsUp,
    origins: origins.map(({ from, yhat }) => ({ from, values: roundAmounts(yhat) })),
  };
}
