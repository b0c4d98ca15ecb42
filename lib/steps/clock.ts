/**
 * The hours of a series by the clocks of its zone, of which every day has 24: the hour that spring leaves
 * out has a place without a period, and the two that autumn has of one share a place.
 *
 * @module
 */
import { clockHour } from "@/lib/time_zone.ts";
import type { Clocked } from "./periods.ts";

const HOUR = 3_600_000;

/** Hours on the clocks of a zone. */
export interface ClockPlaces {
  /** Of each hour its place; two hours of one place are of one time of the day. */
  readonly places: Int32Array;
  /** The day and hour at place 0, by these clocks: `2026-03-29T02:00`. */
  readonly start: string;
  /** Whether each hour is one place after the hour before it, so that clocks did not change. */
  readonly isEven: boolean;
}

/** Returns the places of consecutive hours, oldest first. */
export function placesByClock(periods: readonly string[], zone: string): ClockPlaces {
  const hours = periods.map((period) => clockHour(zone, Date.parse(period)));
  const first = hours.at(0) ?? 0;
  const places = Int32Array.from(hours, (hour) => hour - first);
  return {
    places,
    start: new Date(first * HOUR).toISOString().slice(0, 16),
    isEven: places.every((place, i) => place === i),
  };
}

/** What a figure tells of its clocks: nothing but of hours, of clocks other than those of UTC. */
export function clockShown({ grain, zone }: Clocked): { readonly zone?: string } {
  return grain !== "hour" || zone === "UTC" ? {} : { zone };
}

/** Returns the places of hours; `null` of longer periods, and where clocks show UTC. */
export function clockOf(
  periods: readonly string[],
  { grain, zone }: Clocked,
): ClockPlaces | null {
  return grain !== "hour" || zone === "UTC" || periods.length === 0
    ? null
    : placesByClock(periods, zone);
}
