/**
 * Forecasts all series of a forecast cell, with what explains them, and makes them add up where that is
 * wanted.
 *
 * @module
 */
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import type { MeasureSeries, SeriesResult } from "@/lib/steps/measure_series.ts";
import type { Input, RunContext } from "@/lib/steps/step.ts";
import { readExplainers, type SeriesExplainers } from "./explainers.ts";
import { forecastEach } from "./forecast_each.ts";
import type { ForecastBody } from "./parameters.ts";
import { type AddsUp, addUp, sumSeries } from "./total.ts";

const NOTHING: SeriesExplainers = { kept: [], dropped: [], events: [] };

/** A series with what comes of it. */
export interface Forecasted {
  readonly series: MeasureSeries;
  readonly forecast: Forecast;
  readonly explainers: SeriesExplainers;
  /** How it was made to add up with others; `null` where it stands for itself. */
  readonly addsUp: AddsUp | null;
}

/** Forecasts one series after the other; the total of those that have to add up comes first. */
export async function* forecastAll(
  input: Input,
  body: ForecastBody,
  { found, context }: { readonly found: SeriesResult; readonly context: RunContext },
): AsyncGenerator<Forecasted> {
  const isSummed = body.reconcile !== undefined && found.series.length > 0;
  const totals = isSummed ? [sumSeries(found.series)] : [];
  const series = [...totals, ...found.series];
  const { grain } = found;
  const explainers = await readExplainers(input, body, {
    totals,
    series: found.series,
    grain,
    context,
  });
  const told: Forecasted[] = [];
  const each = forecastEach({ ...found, series }, body, { ...context, explainers });
  for await (const [i, forecast] of each) {
    const one = {
      series: series[i],
      forecast,
      explainers: explainers?.[i] ?? NOTHING,
      addsUp: null,
    };
    context.progress({ rows: i + 1, share: (i + 1) / series.length });
    if (totals.length === 0) yield one;
    else told.push(one);
  }
  if (body.reconcile === undefined || told.length === 0) return;
  const forecasts = addUp(told.map(({ forecast }) => forecast), body.reconcile, series);
  for (const [i, added] of forecasts.entries()) yield { ...told[i], ...added };
}
