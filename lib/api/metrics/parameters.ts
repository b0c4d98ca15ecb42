/**
 * What operations on the days of a source are asked with.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { isDay } from "@/lib/day.ts";
import { AppError } from "@/lib/errors.ts";
import { VALUE_FIELDS, type ValueField } from "@/lib/workspace/metrics/contract.ts";

/** The name of a source. */
export const SOURCE_NAME = z.string().min(1).max(200).openapi({
  description: "The source, by its name",
  example: "shop",
});

/** The name of a metric. */
export const METRIC = z.string().min(1).max(200).openapi({
  description: "The metric, by its name",
  example: "sales",
});

/** A day of the calendar. */
export const DAY = z.string().refine(
  (text): boolean => isDay(text),
  "it must be a day, as 2026-01-31",
)
  .openapi({
    description: "A day, by the source's time zone",
    format: "date",
    example: "2026-01-31",
  });

/** The first and the last day, where they are limited. */
export const DAYS = {
  start_date: DAY.optional().openapi({ description: "The first day, by the source's time zone" }),
  end_date: DAY.optional().openapi({ description: "The last day, itself among them" }),
};

/** Names of fields as the earlier system had them. */
const FIELD_NAMES = ["sum", "avg", "count", "min", "max"] as const;
const LONG_NAMES = FIELD_NAMES.map((name) => `value_${name}` as const);

/** One figure of a metric a day. */
export const SERIES = {
  source_name: SOURCE_NAME,
  metric: METRIC.default("events_total"),
  ...DAYS,
  value_field: z.enum([...FIELD_NAMES, ...LONG_NAMES]).default("sum").openapi({
    description: "What of a day's events is followed",
  }),
};

/** What such parameters hold once they are checked. */
export interface SeriesQuery {
  readonly source_name: string;
  readonly metric: string;
  readonly start_date?: string;
  readonly end_date?: string;
  readonly value_field: (typeof FIELD_NAMES | typeof LONG_NAMES)[number];
}

/** Returns what the engine is asked for. @throws AppError BAD_PARAMETER */
export function seriesOf(query: SeriesQuery) {
  return { ...daysOf(query), metric: query.metric, field: fieldOf(query.value_field) };
}

/** Returns the days that are meant. @throws AppError BAD_PARAMETER where the last is before the first */
export function daysOf(
  query: Pick<SeriesQuery, "source_name" | "start_date" | "end_date">,
) {
  const { source_name: source, start_date: from = null, end_date: to = null } = query;
  if (from !== null && to !== null && to < from) throw refuseRange(from, to);
  return { source, from, to };
}

function refuseRange(from: string, to: string): AppError {
  const message = `Cannot answer as end_date must not be before start_date: ` +
    `current value is ${from} to ${to}`;
  const place = { key: "end_date" };
  const problem = {
    severity: "error",
    code: "BAD_PARAMETER",
    message,
    place,
    remedy: null,
  } as const;
  return new AppError("BAD_PARAMETER", message, { problems: [problem] });
}

function fieldOf(name: SeriesQuery["value_field"]): ValueField {
  const short = name.replace("value_", "");
  return VALUE_FIELDS.find((field) => field.startsWith(short)) ?? "average";
}
