/**
 * Forecasts days as forecast cells do, by the same code.
 *
 * @module
 */
import type { Statistics } from "@/lib/stats/compute.ts";
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import { forecastEach } from "@/lib/steps/forecast/forecast_each.ts";
import { type ForecastBody, forecastParameters } from "@/lib/steps/forecast/parameters.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import type { ForecastAsked, ForecastView, ReliabilityView } from "./contract.ts";

/** Reliability is judged by intervals of this level, in percent. */
const JUDGED_LEVEL = 95;

/** Forecasts the days after a series. */
export async function forecastDays(
  series: MeasureSeries,
  { horizon, level, field }: Pick<ForecastAsked, "horizon" | "level" | "field">,
  context: { readonly compute: Statistics; readonly signal: AbortSignal },
): Promise<ForecastView> {
  const body: ForecastBody = forecastParameters.parse({ measure: field, horizon, levels: [level] });
  const all = { grain: "day", unit: null, series: [series] } as const;
  for await (const [, forecast] of forecastEach(all, body, context)) {
    return tellForecast(series, forecast, horizon);
  }
  throw new Error("One series has one forecast");
}

function tellForecast(
  { periods }: MeasureSeries,
  forecast: Forecast,
  horizon: number,
): ForecastView {
  const lastDay = periods[periods.length - 1];
  const [interval] = forecast.intervals ?? [];
  return {
    model: forecast.model,
    reason: forecast.reason,
    lastDay,
    days: periodsAfter(lastDay, "day", horizon).map((day, ahead) => ({
      day,
      // A forecast of finite values is finite.
      yhat: roundAmount(forecast.yhat[ahead]) ?? 0,
      lower: interval === undefined ? null : roundAmount(interval.lower[ahead]),
      upper: interval === undefined ? null : roundAmount(interval.upper[ahead]),
    })),
    reliability: tellReliability(forecast),
  };
}

function tellReliability(forecast: Forecast): ReliabilityView {
  const { model, candidates, coverage, reliability, origins, chosenOn } = forecast;
  const own = candidates.find((one) => one.model === model && one.failure === null);
  const metrics = own?.metrics ?? null;
  const rounded = (value: number | null | undefined) =>
    value === null || value === undefined ? null : roundAmount(value);
  return {
    folds: Math.max(0, origins.length - chosenOn),
    periods: metrics?.periods ?? 0,
    mae: rounded(metrics?.mae),
    rmse: rounded(metrics?.rmse),
    mape: rounded(metrics?.mape),
    mapePeriods: metrics?.mapePeriods ?? 0,
    smape: rounded(metrics?.smape),
    mase: rounded(metrics?.mase),
    skill: rounded(own?.skill?.percent),
    coverage: rounded(coverage?.[JUDGED_LEVEL]),
    ...reliability.status === "scored"
      ? { score: roundAmount(reliability.score), badge: reliability.badge, reason: null }
      : { score: null, badge: null, reason: reliability.reason },
  };
}
