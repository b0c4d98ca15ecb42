/**
 * Metrics of a source, their days, and recomputing these.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import { LIST_QUERY, NEXT_CURSOR, readCursor, writeCursor } from "@/lib/api/cursor.ts";
import type { Api } from "@/lib/api/environment.ts";
import { answerOnce, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { answerFile } from "@/lib/api/file.ts";
import { operation } from "@/lib/api/operation.ts";
import type { DayView } from "@/lib/workspace/metrics/contract.ts";
import { DAY, DAYS, daysOf, METRIC, SOURCE_NAME } from "./parameters.ts";

const AGGREGATES = ["sum", "avg", "count", "min", "max", "distinct"] as const;

type Aggregate = typeof AGGREGATES[number];

const NAMES = operation({
  method: "get",
  path: "/api/metrics/names",
  operationId: "listMetrics",
  tags: ["Metrics"],
  summary: "Lists the metrics of a source",
  access: "metrics:read",
  errors: [404],
  request: { query: z.strictObject({ source_name: SOURCE_NAME }) },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "Metrics, by their names",
      z.strictObject({
        source: z.string(),
        metrics: z.array(
          z.strictObject({ name: z.string(), events: z.int(), first_day: DAY, last_day: DAY })
            .openapi("Metric"),
        ),
      }),
    ),
  },
});

const AGGREGATE_LIST = z.string().regex(
  new RegExp(`^(${AGGREGATES.join("|")})(,(${AGGREGATES.join("|")}))*$`),
  `it must be some of ${AGGREGATES.join(", ")}, separated by commas`,
).default("sum,avg,count,min,max").openapi({
  description: "What is told of each day. `distinct` counts the values that differ.",
  example: "sum,count",
});

const FIGURE = z.number().optional();

const DAILY_ROW = z.strictObject({
  date: DAY,
  metric: z.string(),
  sum: FIGURE,
  avg: FIGURE,
  count: z.int().optional(),
  min: FIGURE,
  max: FIGURE,
  distinct: z.int().optional(),
}).openapi("Day");

const DAILY = operation({
  method: "get",
  path: "/api/metrics/daily",
  operationId: "listDays",
  tags: ["Metrics"],
  summary: "Lists what the events of each day come to",
  description: "A day without events has no row. Days are those of the source's time zone.",
  access: "metrics:read",
  errors: [404],
  request: {
    query: z.strictObject({
      source_name: SOURCE_NAME,
      metric: METRIC.optional().openapi({ description: "All metrics where it is left out" }),
      ...DAYS,
      agg: AGGREGATE_LIST,
      ...LIST_QUERY,
    }),
  },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "Days, the earliest first; of a day the metrics by their names",
      z.strictObject({
        source: z.string(),
        days: z.array(DAILY_ROW),
        next_cursor: NEXT_CURSOR,
      }),
    ),
  },
});

const EXPORT = operation({
  method: "get",
  path: "/api/metrics/export/csv",
  operationId: "exportDays",
  tags: ["Metrics"],
  summary: "Gives days as a CSV file",
  description: "RFC 4180, with exact figures. No text in it is a formula to a spreadsheet.",
  access: "metrics:read",
  slow: true,
  errors: [404],
  request: {
    query: z.strictObject({ source_name: SOURCE_NAME, metric: METRIC.optional(), ...DAYS }),
  },
  responses: {
    ...NOT_MODIFIED,
    200: { description: "The file", content: { "text/csv": { schema: z.string() } } },
  },
});

const RECOMPUTE = operation({
  method: "post",
  path: "/api/kpi/run",
  operationId: "recomputeDays",
  tags: ["Metrics"],
  summary: "Recomputes days from their events",
  description: "Days that have no event any more are removed.",
  access: "events:write",
  slow: true,
  errors: [404],
  request: {
    query: z.strictObject({ source_name: SOURCE_NAME, start_date: DAY, end_date: DAY }),
  },
  responses: {
    200: json(
      "How many rows of the range were wrong or missing, and how many were removed",
      z.strictObject({
        source: z.string(),
        start_date: DAY,
        end_date: DAY,
        corrected: z.int(),
        removed: z.int(),
      }),
    ),
  },
});

/** Adds what reads and recomputes days. */
export function addDays(api: Api): void {
  api.openapi(NAMES, async (c) => {
    const { metrics } = c.env.workspace;
    const { source_name: source } = c.req.valid("query");
    return await answerOnce(c, await metrics.version({ source }), async () => {
      const found = await metrics.names({ source });
      const told = found.map(({ firstDay, lastDay, ...metric }) => ({
        ...metric,
        first_day: firstDay,
        last_day: lastDay,
      }));
      return c.json({ source, metrics: told }, 200);
    });
  });

  api.openapi(DAILY, async (c) => {
    const { metrics } = c.env.workspace;
    const { agg, metric = null, limit, cursor, ...query } = c.req.valid("query");
    const days = daysOf(query);
    const { source } = days;
    const after = readCursor(cursor);
    const wanted = AGGREGATES.filter((one) => agg.split(",").includes(one));
    return await answerOnce(c, await metrics.version({ source }), async () => {
      const { items, next } = await metrics.daily(
        { ...days, metric, distinct: wanted.includes("distinct"), after, limit },
        { signal: c.env.signal },
      );
      const rows = items.map((day) => rowOf(day, wanted));
      return c.json({ source, days: rows, next_cursor: writeCursor(next) }, 200);
    });
  });

  api.openapi(EXPORT, async (c) => {
    const { metrics } = c.env.workspace;
    const { metric = null, ...query } = c.req.valid("query");
    const asked = { ...daysOf(query), metric };
    const { source, from, to } = asked;
    const parts = [source, metric, from, to].filter((part) => part !== null);
    const name = `${parts.join(" ")} daily.csv`;
    return await answerOnce(
      c,
      await metrics.version({ source }),
      () => answerFile(metrics.export(asked), { name, type: "text/csv; charset=utf-8" }),
    );
  });

  api.openapi(RECOMPUTE, async (c) => {
    const query = c.req.valid("query");
    const { source } = daysOf(query);
    const { start_date, end_date } = query;
    const asked = { source, from: start_date, to: end_date };
    const { signal } = c.req.raw;
    const recomputed = await c.env.workspace.metrics.recompute(asked, { signal });
    return c.json({ source, start_date, end_date, ...recomputed }, 200);
  });
}

function rowOf({ day, metric, ...figures }: DayView, wanted: readonly Aggregate[]) {
  const all: Readonly<Record<Aggregate, number | null>> = {
    sum: Number(figures.sum),
    avg: Number(Number(figures.average).toPrecision(12)),
    count: figures.count,
    min: Number(figures.min),
    max: Number(figures.max),
    // A day of a row has at least one event.
    distinct: figures.distinct,
  };
  return { date: day, metric, ...Object.fromEntries(wanted.map((name) => [name, all[name]])) };
}
