/**
 * Forecasts of a metric's days, and how far they may be trusted.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import { LIST_QUERY, NEXT_CURSOR, readCursor, writeCursor } from "@/lib/api/cursor.ts";
import type { Api } from "@/lib/api/environment.ts";
import { answerOnce, answerUnlessKnown, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { operation } from "@/lib/api/operation.ts";
import type {
  ForecastEntry,
  ForecastView,
  ReliabilityView,
} from "@/lib/workspace/metrics/contract.ts";
import { DAY, METRIC, SERIES, seriesOf, type SeriesQuery, SOURCE_NAME } from "./parameters.ts";

const { start_date: _, ...HISTORY } = SERIES;

const HORIZON = z.coerce.number().int().min(1).max(365).default(28).openapi({
  description: "Days ahead",
});

const LEVEL_OF_INTERVAL = z.coerce.number().gt(0).lt(100).default(95).openapi({
  description: "Of the interval, in percent",
});

const FIGURE = z.number().nullable();

const POINT = z.strictObject({
  date: DAY,
  yhat: z.number(),
  yhat_lower: FIGURE,
  yhat_upper: FIGURE,
}).openapi("ForecastPoint");

const FORECAST_FIELDS = {
  source: z.string(),
  metric: z.string(),
  value_field: z.string(),
  horizon: z.int(),
  level: z.number().openapi({ description: "Of the interval, in percent" }),
  model: z.string(),
  reason: z.string().nullable().openapi({
    description: "Why a more capable model did not forecast",
  }),
  last_day: DAY.openapi({ description: "The last day that was learnt from" }),
  points: z.array(POINT),
};

const FORECAST = z.strictObject(FORECAST_FIELDS).openapi("Forecast");

const RELIABILITY = z.strictObject({
  source: z.string(),
  metric: z.string(),
  value_field: z.string(),
  horizon: z.int(),
  model: z.string(),
  status: z.enum(["scored", "not_enough_history"]),
  score: FIGURE.openapi({ description: "From 0 to 100" }),
  badge: z.enum(["A", "B", "C", "D"]).nullable().openapi({
    description: "A from 85, B from 70, C from 55, else D",
  }),
  reason: z.string().nullable().openapi({ description: "Why there is no score" }),
  folds: z.int().openapi({ description: "How often it was tried on the past" }),
  mae: FIGURE,
  rmse: FIGURE,
  mape: FIGURE,
  mape_used: z.int().openapi({ description: "Days that MAPE is over: those that were not 0" }),
  mape_of: z.int().openapi({ description: "Days that were forecast and have come" }),
  smape: FIGURE,
  mase: FIGURE,
  skill: FIGURE.openapi({ description: "The share of seasonal naive's error that is gone, in %" }),
  coverage: FIGURE.openapi({ description: "What of it lay in the 95% interval, in %" }),
}).openapi("Reliability");

const COMMON = {
  method: "get",
  access: "metrics:read",
  slow: true,
  errors: [404, 504],
} as const;

const DAILY = operation({
  ...COMMON,
  tags: ["Forecasts"],
  path: "/api/forecast/daily",
  operationId: "forecastDays",
  summary: "Forecasts exactly so many days",
  description: "A champion or combination of models by backtest. A last day that is not over is " +
    "not learnt from. Too short a series goes on with its last value, and says so.",
  request: {
    query: z.strictObject({
      ...HISTORY,
      horizon: HORIZON,
      level: LEVEL_OF_INTERVAL,
    }),
  },
  responses: { ...NOT_MODIFIED, 200: json("The days to come", FORECAST) },
});

const ENTRY = z.strictObject({
  ...FORECAST_FIELDS,
  id: z.uuid(),
  made_at: z.string().openapi({ format: "date-time" }),
}).openapi("ForecastEntry");

const FORECAST_QUERY = z.strictObject({
  ...HISTORY,
  horizon: HORIZON,
  level: LEVEL_OF_INTERVAL,
});

const RUN = operation({
  ...COMMON,
  tags: ["Forecasts"],
  method: "post",
  path: "/api/forecast/run",
  operationId: "runForecast",
  summary: "Forecasts so many days, and keeps that in the ledger",
  access: "events:write",
  request: { query: FORECAST_QUERY },
  responses: { 200: json("What was entered", ENTRY) },
});

const LEDGER = operation({
  ...COMMON,
  tags: ["Forecasts"],
  path: "/api/forecast/runs",
  operationId: "listForecasts",
  summary: "Lists the forecasts that were kept",
  description: "As they were told when they were made, to be held against what came.",
  request: {
    query: z.strictObject({
      source_name: SOURCE_NAME,
      metric: METRIC.optional(),
      ...LIST_QUERY,
    }),
  },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "Forecasts, the newest first",
      z.strictObject({ forecasts: z.array(ENTRY), next_cursor: NEXT_CURSOR }),
    ),
  },
});

const RELIABLE = operation({
  ...COMMON,
  tags: ["Forecasts"],
  path: "/api/forecast/reliability",
  operationId: "rateForecast",
  summary: "Tells how forecasts did when tried on the past",
  description: "Where there is not enough history, the status says so rather than a number.",
  request: { query: z.strictObject({ ...HISTORY, horizon: HORIZON }) },
  responses: { ...NOT_MODIFIED, 200: json("Errors, score and badge", RELIABILITY) },
});

/** The level of the interval where only errors are asked for. */
const LEVEL = 95;

/** Adds what forecasts. */
export function addForecasts(api: Api): void {
  api.openapi(DAILY, async (c) => {
    const { metrics } = c.env.workspace;
    const { horizon, level, ...query } = c.req.valid("query");
    const asked = { ...seriesOf(query), horizon, level };
    return await answerOnce(c, await metrics.version(asked), async () => {
      const found = await metrics.forecast(asked, { signal: c.env.signal });
      return c.json(forecastOf(found, { ...query, horizon, level }), 200);
    });
  });

  api.openapi(RUN, async (c) => {
    const { horizon, level, ...query } = c.req.valid("query");
    const asked = { ...seriesOf(query), horizon, level };
    const { signal } = c.req.raw;
    const entry = await c.env.workspace.metrics.runForecast(asked, { signal });
    return c.json(entryOf(entry, query.source_name), 200);
  });

  api.openapi(LEDGER, async (c) => {
    const { source_name: source, metric = null, limit, cursor } = c.req.valid("query");
    const asked = { source, metric, limit, after: readCursor(cursor) };
    const { items, next } = await c.env.workspace.metrics.forecasts(asked);
    const forecasts = items.map((entry) => entryOf(entry, source));
    const page = { forecasts, next_cursor: writeCursor(next) };
    return await answerUnlessKnown(c, c.json(page, 200));
  });

  api.openapi(RELIABLE, async (c) => {
    const { metrics } = c.env.workspace;
    const { horizon, ...query } = c.req.valid("query");
    const asked = { ...seriesOf(query), horizon, level: LEVEL };
    return await answerOnce(c, await metrics.version(asked), async () => {
      const { model, reliability } = await metrics.forecast(asked, { signal: c.env.signal });
      return c.json({ ...aboutOf(query), horizon, model, ...reliabilityOf(reliability) }, 200);
    });
  });
}

function entryOf({ id, madeAt, metric, field, forecast, ...asked }: ForecastEntry, source: string) {
  const value_field = field === "average" ? "avg" as const : field;
  const query = { source_name: source, metric, value_field, ...asked };
  return { id, made_at: madeAt, ...forecastOf(forecast, query) };
}

function aboutOf({ source_name, metric, value_field }: SeriesQuery) {
  return { source: source_name, metric, value_field };
}

function forecastOf(
  { model, reason, lastDay, days }: ForecastView,
  { horizon, level, ...query }: SeriesQuery & { readonly horizon: number; readonly level: number },
) {
  const points = days.map(({ day, yhat, lower, upper }) => ({
    date: day,
    yhat,
    yhat_lower: lower,
    yhat_upper: upper,
  }));
  return { ...aboutOf(query), horizon, level, model, reason, last_day: lastDay, points };
}

function reliabilityOf({ mapePeriods, periods, ...told }: ReliabilityView) {
  return {
    status: told.score === null ? "not_enough_history" as const : "scored" as const,
    ...told,
    mape_used: mapePeriods,
    mape_of: periods,
  };
}
