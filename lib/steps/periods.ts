/**
 * The periods of a series in order, so that a gap has its place.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import { offsetAt } from "@/lib/time_zone.ts";

/** How long periods are, and by whose clocks: the zone tells of hours alone. */
export interface Clocked {
  readonly grain: Grain;
  readonly zone: string;
}

const HOUR_MILLISECONDS = 3_600_000;
const QUARTER_MILLISECONDS = HOUR_MILLISECONDS / 4;
const LAST_YEAR = 9999;

/**
 * Returns the start of the period after the one that starts here. Hours are ISO
 * 8601 in UTC, all else `YYYY-MM-DD`; the start given is the start of a period.
 * `null` after the year 9999, beyond which texts of days have another order. A grain alone is by the
 * clocks of UTC.
 */
export function nextPeriod(start: string, by: Grain | Clocked): string | null {
  const { grain, zone } = clocked(by);
  if (grain === "hour") {
    const next = new Date(nextHour(Date.parse(start), zone));
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

function clocked(by: Grain | Clocked): Clocked {
  return typeof by === "string" ? { grain: by, zone: "UTC" } : by;
}

/** Clocks that move by half an hour leave half an hour, or begin hours at another half of those of UTC. */
function nextHour(start: number, zone: string): number {
  const next = start + HOUR_MILLISECONDS;
  const isAlike = (offsetAt(zone, next) - offsetAt(zone, start)) % HOUR_MILLISECONDS === 0;
  if (isAlike) return next;
  for (let moment = start; moment < next; moment += QUARTER_MILLISECONDS) {
    const hour = startOfHour(moment, zone);
    if (hour > start) return hour;
  }
  return startOfHour(next, zone);
}

/** The start of an hour as `date_trunc` has it: by the clocks of the moment itself. */
function startOfHour(moment: number, zone: string): number {
  const offset = offsetAt(zone, moment);
  return Math.floor((moment + offset) / HOUR_MILLISECONDS) * HOUR_MILLISECONDS - offset;
}

/** A series with more periods than this, gaps among them, is not drawn out. */
const MAX_PERIODS = 200_000;

/**
 * Returns the starts of all periods from the first to the last, both in; `null`
 * when there are more than MAX_PERIODS.
 */
export function periodsBetween(
  first: string,
  last: string,
  by: Grain | Clocked,
): string[] | null {
  const periods: string[] = [];
  for (
    let period: string | null = first;
    period !== null && period <= last;
    period = nextPeriod(period, by)
  ) {
    if (periods.length === MAX_PERIODS) return null;
    periods.push(period);
  }
  return periods;
}

/** Returns the `count` starts of periods after this one, fewer where the year 9999 ends before. */
export function periodsAfter(start: string, by: Grain | Clocked, count: number): string[] {
  const periods: string[] = [];
  let period = nextPeriod(start, by);
  while (period !== null && periods.length < count) {
    periods.push(period);
    period = nextPeriod(period, by);
  }
  return periods;
}
