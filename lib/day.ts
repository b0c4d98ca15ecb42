/**
 * Days of the calendar as `YYYY-MM-DD`, so that no time zone can move them.
 *
 * @module
 */
import { AppError } from "./errors.ts";

declare const brand: unique symbol;

/** A day that exists, `YYYY-MM-DD`. */
export type Day = string & { readonly [brand]: "Day" };

/** The units that days are counted in, shortest first. */
export const DAY_UNITS = ["day", "week", "month", "quarter", "year"] as const;

/** What relative ranges are counted in. */
export type DayUnit = typeof DAY_UNITS[number];

/** Whether a text is a day of the calendar from year 1 to 9999. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text >= "0001";
}

/** @throws AppError BAD_PARAMETER */
export function parseDay(text: string): Day {
  if (isDay(text)) return text;
  throw new AppError(
    "BAD_PARAMETER",
    `Cannot read a day as it must exist and be written YYYY-MM-DD: current value is ${
      JSON.stringify(text)
    }`,
  );
}

/** Moves a day; months keep the day of the month, or take the month's last. */
export function addToDay(day: Day, count: number, unit: DayUnit): Day {
  const date = new Date(`${day}T00:00:00Z`);
  switch (unit) {
    case "day":
      date.setUTCDate(date.getUTCDate() + count);
      break;
    case "week":
      date.setUTCDate(date.getUTCDate() + 7 * count);
      break;
    case "month":
      addMonths(date, count);
      break;
    case "quarter":
      addMonths(date, 3 * count);
      break;
    case "year":
      addMonths(date, 12 * count);
  }
  return parseDay(date.toISOString().slice(0, 10));
}

function addMonths(date: Date, count: number): void {
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const next = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
  date.setUTCDate(Math.min(dayOfMonth, next.getUTCDate()));
}
