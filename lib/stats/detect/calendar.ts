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

/** The periods after which a grain repeats itself, the shortest first; none for years. */
export function seasonsOf(grain: Grain): readonly number[] {
  const seasons = { hour: [24, 168], day: [7], week: [], month: [12], quarter: [4], year: [] };
  return seasons[grain];
}
