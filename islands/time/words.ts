/**
 * Moments in a reader's words: how long ago for those of today, else a day and a time by the
 * reader's own clock.
 *
 * @module
 */
import { formatMoment } from "@/lib/chart/format.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** From here on "23 h ago" tells less than the day and the time. */
const LONGEST = 12 * HOUR;

/** Where and when somebody reads. */
export interface Reading {
  readonly now: Date;
  /** A zone of the tz database. */
  readonly zone: string;
}

/** Returns how a page names a moment: "just now", "3 min ago", "in 2 h", "20 Nov, 14:05". */
export function momentWords(at: string, { now, zone }: Reading): string {
  const passed = now.getTime() - Date.parse(at);
  const size = Math.abs(passed);
  if (size < MINUTE) return passed >= 0 ? "just now" : "in a minute";
  if (size < LONGEST) {
    const long = size < HOUR ? `${Math.floor(size / MINUTE)} min` : `${Math.floor(size / HOUR)} h`;
    return passed > 0 ? `${long} ago` : `in ${long}`;
  }
  const words = formatMoment(at, zone);
  const year = formatMoment(now.toISOString(), zone).slice(-11, -7);
  return words.replace(` ${year},`, ",");
}

/** Returns a moment to the minute with its zone: "20 Nov 2026, 14:05 CET". */
export function exactWords(at: string, zone: string): string {
  const parts = namingZone(zone).formatToParts(new Date(at));
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
  return `${formatMoment(at, zone)} ${name}`;
}

/** Making one costs far more than its use. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function namingZone(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "short" });
  formatters.set(zone, made);
  return made;
}
