/**
 * Odd days of a metric.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { json } from "@/lib/api/answer.ts";
import type { Api, ApiEnvironment } from "@/lib/api/environment.ts";
import { answerOnce, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { operation } from "@/lib/api/operation.ts";
import type { JudgedDay, Judging } from "@/lib/workspace/metrics/contract.ts";
import { DAY, SERIES, seriesOf, type SeriesQuery } from "./parameters.ts";

const FIGURE = z.number().nullable();

const VALUE = { date: DAY, value: FIGURE };

const OUTLIER = { is_outlier: z.boolean() };

/** What every operation here answers, but its points. */
const ABOUT = { source: z.string(), metric: z.string(), value_field: z.string() };

const COMMON = {
  method: "get",
  access: "metrics:read",
  slow: true,
  errors: [404, 504],
} as const;

const ROLLING = operation({
  ...COMMON,
  tags: ["Anomalies"],
  path: "/api/anomalies/rolling",
  operationId: "findRollingAnomalies",
  summary: "Compares each day with the days before it",
  description:
    "z = (value - mean) / sample standard deviation of the days before, itself not among them. " +
    "Days before start_date count as history. `z` is null where history says too little, or was flat.",
  request: {
    query: z.strictObject({
      ...SERIES,
      window: z.coerce.number().int().min(3).max(365).default(7).openapi({
        description: "Days before each day",
      }),
      z_thresh: z.coerce.number().positive().max(100).default(3).openapi({
        description: "A day beyond so many deviations is an outlier",
      }),
    }),
  },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "The days that have a value",
      z.strictObject({
        ...ABOUT,
        points: z.array(
          z.strictObject({ ...VALUE, z: FIGURE, ...OUTLIER }).openapi("RollingPoint"),
        ),
      }),
    ),
  },
});

const FOREST = operation({
  ...COMMON,
  tags: ["Anomalies"],
  path: "/api/anomalies/iforest",
  operationId: "findForestAnomalies",
  summary: "Scores days by an isolation forest",
  description:
    "A seeded forest on the value, its deviation, its change in a week and the calendar.",
  request: {
    query: z.strictObject({
      ...SERIES,
      contamination: z.coerce.number().min(0).max(0.5).default(0.02).openapi({
        description: "The share of days that are outliers at most",
      }),
      seed: z.coerce.number().int().min(0).max(2 ** 32 - 1).default(1).openapi({
        description: "Where chance begins: the same seed gives the same scores",
      }),
    }),
  },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "The days that have a value; scores from 0 to 100",
      z.strictObject({
        ...ABOUT,
        points: z.array(
          z.strictObject({ ...VALUE, score: FIGURE, ...OUTLIER }).openapi("ForestPoint"),
        ),
      }),
    ),
  },
});

const SEASONAL = operation({
  ...COMMON,
  tags: ["Anomalies"],
  path: "/api/anomalies/seasonal",
  operationId: "findSeasonalAnomalies",
  summary: "Compares each day with what its weekday and season let expect",
  description: "Days are judged by their past alone, as alerts are. Days that are missing are " +
    "told where that is odd.",
  request: {
    query: z.strictObject({
      ...SERIES,
      z_thresh: z.coerce.number().positive().max(100).default(3).openapi({
        description: "A day beyond so many deviations is an outlier",
      }),
    }),
  },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "Days with what was expected, its band, and of outliers what is odd in words",
      z.strictObject({
        ...ABOUT,
        points: z.array(
          z.strictObject({
            ...VALUE,
            expected: FIGURE,
            lower: FIGURE,
            upper: FIGURE,
            score: FIGURE,
            ...OUTLIER,
            kind: z.string().nullable(),
            explanation: z.string().nullable(),
          }).openapi("SeasonalPoint"),
        ),
      }),
    ),
  },
});

/** Adds what finds odd days. */
export function addAnomalies(api: Api): void {
  api.openapi(ROLLING, async (c) => {
    const { window, z_thresh: threshold, ...query } = c.req.valid("query");
    return await judge(
      c,
      { query, judging: { method: "rolling_z", window, threshold } },
      (day) => ({
        date: day.day,
        value: day.value,
        z: day.z,
        is_outlier: day.flagged,
      }),
    );
  });

  api.openapi(FOREST, async (c) => {
    const { contamination, seed, ...query } = c.req.valid("query");
    const judging = { method: "isolation_forest", contamination, seed } as const;
    return await judge(c, { query, judging }, (day) => ({
      date: day.day,
      value: day.value,
      score: day.score,
      is_outlier: day.flagged,
    }));
  });

  api.openapi(SEASONAL, async (c) => {
    const { z_thresh: threshold, ...query } = c.req.valid("query");
    return await judge(c, { query, judging: { method: "seasonal", threshold } }, (day) => ({
      date: day.day,
      value: day.value,
      expected: day.expected,
      lower: day.lower,
      upper: day.upper,
      score: day.score,
      is_outlier: day.flagged,
      kind: day.kind,
      explanation: day.explanation,
    }));
  });
}

/** Answers with the days that are judged, each told by `pointOf`. */
async function judge<Point extends object>(
  c: Context<ApiEnvironment>,
  { query, judging }: { readonly query: SeriesQuery; readonly judging: Judging },
  pointOf: (day: JudgedDay) => Point,
): Promise<Response> {
  const { metrics } = c.env.workspace;
  const asked = seriesOf(query);
  const { source, metric } = asked;
  return await answerOnce(c, await metrics.version({ source }), async () => {
    const days = await metrics.judge({ ...asked, judging }, { signal: c.env.signal });
    const points = days.map(pointOf);
    return Response.json({ source, metric, value_field: query.value_field, points });
  });
}
