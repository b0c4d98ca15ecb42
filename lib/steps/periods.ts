/**
 * The periods of a series in order, so that a gap has its place.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";

const HOUR_MILLISECONDS = 3_600_000;
const LAST_YEAR = 9999;

/**
 * Returns the start of the period after the one that starts here. Hours are ISO
 * 8601 in UTC, all else `YYYY-MM-DD`; the start given is the start of a period.
 * `null` after the year 9999, beyond which texts of days have another order.
 */
export function nextPeriod(start: string, grain: Grain): string | null {
  if (grain === "hour") {
    const next = new Date(Date.parse(start) + HOUR_MILLISECONDS);
    return next.getUTCFullYear() > LAST_YEAR ? null : `${next.toISOString().slice(0, 19)}Z`;
  }
  const date = new Date(`${start}T00:00:00Z`);
  switch (grain) {
    case "day":
      date.setUTCDate(date.getUTCDate() + 1);
      break;
    case "week":
      date.setUTCDate(date.getUTCDate() + 7);
      break;
    case "month":
      date.setUTCMonth(date.getUTCMonth() + 1);
      break;
    case "quarter":
      date.setUTCMonth(date.getUTCMonth() + 3);
      break;
    case "year":
      date.setUTCFullYear(date.getUTCFullYear() + 1);
      break;
  }
  return date.getUTCFullYear() > LAST_YEAR ? null : date.toISOString().slice(0, 10);
}

/** A series with more periods than this, gaps among them, is not drawn out. */
const MAX_PERIODS = 200_000;

/**
 * Returns the starts of all periods from the first to the last, both in; `null`
 * when there are more than MAX_PERIODS.
 */
export function periodsBetween(first: string, last: string, grain: Grain): string[] | null {
  const periods: string[] = [];
  for (
    let period: string | null = first;
    period !== null && period <= last;
    period = nextPeriod(period, grain)
  ) {
    if (periods.length === MAX_PERIODS) return null;
    periods.push(period);
  }
  return periods;
}

/** Returns the `count` starts of periods after this one, fewer where the year 9999 ends before. */
export function periodsAfter(start: string, grain: Grain, count: number): string[] {
  const periods: string[] = [];
  let period = nextPeriod(start, grain);
  while (period !== null && periods.length < count) {
    periods.push(period);
    period = nextPeriod(period, grain);
  }
  return periods;
}
