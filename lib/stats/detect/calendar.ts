/**
 * Where the points of a series lie in the calendar, and which seasons that gives it.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";

/** When a series' points are: consecutive periods of one length. A type, as JSON carries it. */
export type SeriesCalendar = {
  readonly grain: Grain;
  /** Start of the first period: a day, or a time that begins with its day and hour; UTC. */
  readonly start: string;
};

/** A season's places, of which each point has one: days of the week, months of the year. */
export interface SeasonPlaces {
  /** How many there are. */
  readonly size: number;
  /** One a point, from 0. */
  readonly places: Uint8Array;
}

/** Days before a month's end that count as its end: when wages are paid, as a rule. */
const MONTH_END_DAYS = 3;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The periods after which a grain repeats itself, the shortest first; none for weeks and years. */
export function seasonsOf(grain: Grain): readonly number[] {
  const seasons = { hour: [24, 168], day: [7], week: [], month: [12], quarter: [4], year: [] };
  return seasons[grain];
}

/** The same, with the year of days and weeks, which only history of several years can tell. */
export function allSeasonsOf(grain: Grain): readonly number[] {
  const years = { hour: [], day: [365], week: [52], month: [], quarter: [], year: [] };
  return [...seasonsOf(grain), ...years[grain]];
}

/** Returns when each period starts, in milliseconds since 1970; a start that is no day counts as then. */
export function timesOf({ grain, start }: SeriesCalendar, length: number): Float64Array {
  const day = Date.parse(`${start.slice(0, 10)}T00:00:00Z`);
  const first = new Date(Number.isNaN(day) ? 0 : day);
  const hour = Number(start.slice(11, 13)) || 0;
  const months = { month: 1, quarter: 3, year: 12 };
  const spans = { hour: HOUR, day: DAY, week: 7 * DAY };
  return Float64Array.from(
    { length },
    (_, i) =>
      grain === "month" || grain === "quarter" || grain === "year"
        ? Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + i * months[grain], 1)
        : first.getTime() + hour * HOUR + i * spans[grain],
  );
}

/**
 * Returns the seasons that a grain may have, and the place of each point in them: of hours the hour of
 * weekdays and of weekends, and the weekday; of days the weekday; of longer periods the month.
 */
export function placesOf(calendar: SeriesCalendar, times: Float64Array): readonly SeasonPlaces[] {
  const place = (size: number, of: (date: Date) => number): SeasonPlaces => ({
    size,
    places: Uint8Array.from(times, (time) => of(new Date(time))),
  });
  const isWeekend = (date: Date) => date.getUTCDay() % 6 === 0;
  const weekday = place(7, (date) => date.getUTCDay());
  switch (calendar.grain) {
    case "hour":
      return [place(48, (date) => date.getUTCHours() + (isWeekend(date) ? 24 : 0)), weekday];
    case "day":
      return [weekday];
    case "month":
    case "quarter":
      return [place(12, (date) => date.getUTCMonth())];
    case "week":
    case "year":
      return [];
  }
}

/** Returns the place of each hour in its week; `null` of longer periods. */
export function weekOf({ grain }: SeriesCalendar, times: Float64Array): SeasonPlaces | null {
  if (grain !== "hour") return null;
  const placeOf = (date: Date) => 24 * date.getUTCDay() + date.getUTCHours();
  return { size: 168, places: Uint8Array.from(times, (time) => placeOf(new Date(time))) };
}

/** Tells of each day whether it is among the last of its month; of longer periods none is. */
export function monthEndsOf({ grain }: SeriesCalendar, times: Float64Array): Uint8Array {
  if (grain !== "hour" && grain !== "day") return new Uint8Array(times.length);
  return Uint8Array.from(times, (time) => {
    const date = new Date(time);
    const later = new Date(time + MONTH_END_DAYS * DAY);
    return Number(later.getUTCMonth() !== date.getUTCMonth());
  });
}
