/**
 * What a forest looks at: the value, how far it is from the window before it, its change since a season
 * ago, and where it lies in the calendar.
 *
 * @module
 */
import { type SeriesCalendar, timesOf } from "@/lib/stats/detect/calendar.ts";

/** The feature for a move from a flat history, whose z is infinite. */
const GREATEST_Z = 1000;

const DAY = 86_400_000;

/**
 * Returns the value, its z (0 where undefined) and its difference to the value `lag` before (0 where
 * either is missing).
 */
export function seriesFeatures(
  values: Float64Array,
  z: Float64Array,
  lag: number,
): readonly Float64Array[] {
  const limited = z.map((value) =>
    Number.isNaN(value) ? 0 : Math.min(GREATEST_Z, Math.max(-GREATEST_Z, value))
  );
  const difference = values.map((value, i) => {
    const change = value - (values[i - lag] ?? NaN);
    return Number.isFinite(change) ? change : 0;
  });
  return [values, limited, difference];
}

/**
 * Returns where points lie: of days the weekday (Monday is 0) and the days to the nearest end of a month,
 * when wages are paid; of hours the hour besides; of longer periods the month (January is 0).
 */
export function calendarFeatures(
  calendar: SeriesCalendar,
  length: number,
): readonly Float64Array[] {
  const times = timesOf(calendar, length);
  const each = (of: (date: Date) => number) => times.map((time) => of(new Date(time)));
  const weekday = () => each((date) => (date.getUTCDay() + 6) % 7);
  switch (calendar.grain) {
    case "hour":
      return [each((date) => date.getUTCHours()), weekday(), each(daysToMonthEnd)];
    case "day":
      return [weekday(), each(daysToMonthEnd)];
    case "week":
    case "month":
    case "quarter":
      return [each((date) => date.getUTCMonth())];
    case "year":
      return [];
  }
}

/** Days to the last day of this month or of the one before, whichever is nearer. */
function daysToMonthEnd(date: Date): number {
  const last = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
  const today = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return Math.min((last - today) / DAY, date.getUTCDate());
}
