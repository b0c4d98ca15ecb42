/**
 * What a point is compared with, in words.
 *
 * @module
 */
import { MONTHS, type PeriodStyle } from "@/lib/chart/format.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { clockTime } from "@/lib/time_zone.ts";

/** What a point is compared with. */
export type Yardstick =
  /** The same places of other seasons. */
  | { readonly type: "season" }
  /** The values near it. */
  | {
    readonly type: "window";
    readonly middle: "mean" | "median";
    readonly window: number;
    readonly sides: "past" | "both";
  };

interface Point extends PeriodStyle {
  readonly period: string;
  readonly index: number;
}

const WEEKDAYS = "Sundays Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays".split(" ");

/** Returns what stands after "42% below": "what Mondays are". */
export function usualWords(
  yardstick: Yardstick,
  { period, index, grain, zone = "UTC" }: Point,
): string {
  switch (yardstick.type) {
    case "season":
      return grain === "hour" && zone !== "UTC"
        ? seasonWords(clockTime(zone, Date.parse(period)).text, grain)
        : seasonWords(period, grain);
    case "window": {
      const { middle, window, sides } = yardstick;
      const count = Math.min(window, index);
      return sides === "both" || count === 0
        ? `the ${middle} of the ${grain}s around it`
        : `the ${middle} of the ${count} ${grain}s before`;
    }
  }
}

function seasonWords(period: string, grain: Grain): string {
  const weekday = WEEKDAYS[new Date(`${period.slice(0, 10)}T00:00:00Z`).getUTCDay()];
  const month = Number(period.slice(5, 7));
  switch (grain) {
    case "hour":
      return `what is usual on ${weekday} at ${period.slice(11, 16)}${
        period.endsWith("Z") ? " UTC" : ""
      }`;
    case "day":
      return `what ${weekday} are`;
    case "month":
      return `what is usual in ${MONTHS[month - 1]}`;
    case "quarter":
      return `what is usual in Q${Math.ceil(month / 3)}`;
    case "week":
    case "year":
      return "what was expected";
  }
}
