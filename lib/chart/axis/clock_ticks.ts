/**
 * Round moments for a time axis by the clocks of a zone: midnights are those of its people.
 *
 * @module
 */
import type { PeriodStyle } from "@/lib/chart/format.ts";
import { clockHour, offsetAt } from "@/lib/time_zone.ts";
import { type TimeTick, timeTicks } from "./time_ticks.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Returns what `timeTicks()` does, of hours by their clocks. */
export function clockTicks(
  starts: readonly Date[],
  { grain, zone = "UTC" }: PeriodStyle,
  most: number,
): readonly TimeTick[] {
  if (grain !== "hour" || zone === "UTC") return timeTicks(starts, grain, most);
  const moments = new Map<number, Date[]>();
  const shown = starts.map((start) => {
    const time = clockHour(zone, start.getTime()) * HOUR;
    const known = moments.get(time) ?? [];
    moments.set(time, known);
    known.push(start);
    return new Date(time);
  });
  return timeTicks(shown, grain, most).map(({ time, text }) => ({
    text,
    // Of two hours that look alike each has its own.
    time: moments.get(time.getTime())?.shift() ?? momentOf(zone, time.getTime()),
  }));
}

/** When clocks show a time; of one that they leave out, when they would have. */
function momentOf(zone: string, shown: number): Date {
  const before = shown - offsetAt(zone, shown - DAY);
  return before + offsetAt(zone, before) === shown
    ? new Date(before)
    : new Date(shown - offsetAt(zone, shown + DAY));
}
