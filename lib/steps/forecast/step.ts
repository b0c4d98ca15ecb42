import { requireMeasure } from "@/lib/steps/series.ts";
import { defineStep, type Figures } from "@/lib/steps/step.ts";
import { forecastColumns } from "./columns.ts";
import type { ForecastFacts } from "./facts.ts";
import { forecastEach } from "./forecast_each.ts";
import { totalOf } from "./horizon_sum.ts";
import { MODEL_NAMES } from "./names.ts";
import { forecastParameters } from "./parameters.ts";
import { forecastName, renderForecast } from "./render.ts";
import { runForecast } from "./run.ts";

/** Says what comes next, with intervals, and how far to trust it. */
export const forecast = defineStep({
  kind: "forecast",
  version: 11,
  title: "Forecast",
  takes: "series",
  gives: "forecast",
  parameters: forecastParameters,
  events: ({ events }) => events ?? null,
  columns: ({ schema }, parameters) => forecastColumns(schema, parameters),
  checkOutline: ({ measures }, parameters) => requireMeasure(measures, parameters),
  prepare: async (body, foresee, context) => {
    // What explains them is read when the kpi has run.
    if (Object.keys(body.regressors).length > 0 || body.events !== undefined) return;
    const foreseen = foresee(body);
    if (foreseen !== null) await Array.fromAsync(forecastEach(foreseen, body, context));
  },
  run: runForecast,

  summarize: ({ adds, series, unit }: ForecastFacts, body): Figures => {
    const [first] = series;
    if (first === undefined) return {};
    const { measure, horizon } = body;
    const { reliability } = first;
    return {
      series: { title: "Series", value: forecastName(first, body), unit: null },
      horizon: { title: "Periods ahead", value: horizon, unit: null },
      model: { title: "Model", value: MODEL_NAMES[first.model], unit: null },
      total: {
        title: `${measure}, sum of the periods ahead`,
        value: adds ? totalOf(first) : null,
        unit,
      },
      next: { title: `${measure}, next period`, value: first.yhat.at(0) ?? null, unit },
      last: { title: `${measure}, last period ahead`, value: first.yhat.at(-1) ?? null, unit },
      until: { title: "Last period ahead", value: first.periods.at(-1) ?? null, unit: null },
      reliability: {
        title: "Reliability",
        value: reliability.status === "scored" ? reliability.badge : reliability.reason,
        unit: null,
      },
      score: {
        title: "Reliability, of 100",
        value: reliability.status === "scored" ? Math.round(reliability.score) : null,
        unit: null,
      },
    };
  },

  render: renderForecast,
});
