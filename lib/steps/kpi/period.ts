/**
 * Periods as Postgres sees them: where one begins, how long it is, what precedes it.
 *
 * @module
 */
import type { ColumnType, Grain } from "@/lib/frame/schema.ts";
import { quoteText } from "@/lib/sql/quote.ts";

/** In which zone days begin, and on which of them weeks do. */
export interface Calendar {
  readonly grain: Grain;
  readonly zone: string;
  readonly weekStarts: "monday" | "sunday";
}

/** Returns the type of a period's start: hours are moments, all else are days. */
export function periodType(grain: Grain): ColumnType {
  return grain === "hour" ? "timestamp" : "date";
}

/**
 * Returns SQL for the start of the period that a moment or day falls into.
 * `time` is SQL of type date or timestamptz; a date has no zone.
 */
export function periodSql(time: string, type: ColumnType, calendar: Calendar): string {
  const { grain, zone, weekStarts } = calendar;
  if (grain === "hour") {
    // An hour of a zone whose offset is no whole hour begins off the hours of UTC.
    const moment = type === "date" ? `(${time})::timestamp at time zone ${quoteText(zone)}` : time;
    return `date_trunc('hour', ${moment}, ${quoteText(zone)})`;
  }
  const local = type === "date" ? `(${time})` : `(${time} at time zone ${quoteText(zone)})`;
  if (grain === "week" && weekStarts === "sunday") {
    return `(date_trunc('week', ${local} + interval '1 day') - interval '1 day')::date`;
  }
  return grain === "day" ? `${local}::date` : `date_trunc('${grain}', ${local})::date`;
}

/** Returns SQL for the distance to the period before, or to the same one a year before. */
export function distanceSql(grain: Grain, base: "previous_period" | "previous_year"): string {
  if (base === "previous_period") {
    return grain === "quarter" ? "interval '3 months'" : `interval '1 ${grain}'`;
  }
  // 52 weeks keep the first day of a week; a date of the year before keeps all others.
  return grain === "week" ? "interval '52 weeks'" : "interval '1 year'";
}
