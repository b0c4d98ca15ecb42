/**
 * Reads one figure a day of a metric, as the cells for series take it.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { suggestName } from "@/lib/nearest.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import { periodsBetween } from "@/lib/steps/periods.ts";
import { offsetAt } from "@/lib/time_zone.ts";
import type { SeriesAsked, ValueField } from "./contract.ts";

/** Of each field what it is in the database. */
const VALUES: Readonly<Record<ValueField, string>> = {
  sum: "value_sum",
  average: "value_sum / value_count",
  count: "value_count",
  min: "value_min",
  max: "value_max",
};

/** What is read. */
export type DaysOfMetric = Pick<SeriesAsked, "source" | "metric" | "field" | "to">;

/**
 * Reads all days of a metric until a day; those without events are gaps.
 *
 * @throws AppError NOT_FOUND where it has no day, TOO_MANY_ROWS where they are more than centuries
 */
export async function readDays(
  database: Database,
  { source, metric, field, to }: DaysOfMetric,
  { signal }: { readonly signal?: AbortSignal },
): Promise<MeasureSeries> {
  const rows = await database.query<{ day: string; value: number }>(
    `select day, (${VALUES[field]})::float8 as value from daybook.metric_daily
     where source = $1 and metric = $2 and ($3::date is null or day <= $3) order by day`,
    [source, metric, to],
    { signal },
  );
  if (rows.length === 0) throw await refuseMetric(database, { source, metric });
  const periods = periodsBetween(rows[0].day, rows[rows.length - 1].day, "day");
  if (periods === null) {
    throw new AppError(
      "TOO_MANY_ROWS",
      `Cannot answer as days must lie within 500 years: ` +
        `current value is ${rows[0].day} to ${rows[rows.length - 1].day}`,
    );
  }
  const byDay = new Map(rows.map(({ day, value }) => [day, value]));
  const values = Float64Array.from(periods, (day) => byDay.get(day) ?? NaN);
  return { segment: [], periods, values };
}

/** So many metrics are named to who asked for one that is not there, or for none. */
const MOST_NAMED = 20;

async function refuseMetric(
  database: Database,
  { source, metric }: Pick<SeriesAsked, "source" | "metric">,
): Promise<AppError> {
  const known = await database.query<{ metric: string }>(
    "select distinct metric from daybook.metric_daily where source = $1 order by metric limit $2",
    [source, MOST_NAMED],
  );
  const names = known.map(({ metric }) => metric);
  const all = names.length === 0 ? null : `Ask with metric=… for one of ${names.join(", ")}`;
  const message =
    `Cannot answer as the source must have days of this metric: current value is "${metric}"`;
  const place = { key: "metric" };
  const remedy = suggestName(metric, names) ?? all;
  const problem = { severity: "error", code: "NOT_FOUND", message, place, remedy } as const;
  return new AppError("NOT_FOUND", message, { problems: [problem] });
}

/** Returns the series without its last day where that is not over; one day alone stays. */
export function withoutToday({ periods, values, segment }: MeasureSeries, today: string) {
  const isOver = periods.length < 2 || periods[periods.length - 1] < today;
  return isOver
    ? { segment, periods, values }
    : { segment, periods: periods.slice(0, -1), values: values.slice(0, -1) };
}

/** Returns the day that it is by the clocks of a zone. */
export function dayIn(zone: string, now: Date): string {
  const moment = now.getTime();
  return new Date(moment + offsetAt(zone, moment)).toISOString().slice(0, 10);
}
