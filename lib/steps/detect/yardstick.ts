/**
 * What a point is compared with, in words.
 *
 * @module
 */
import { MONTHS } from "@/lib/chart/format.ts";
import type { Grain } from "@/lib/frame/schema.ts";

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

interface Point {
  readonly period: string;
  readonly index: number;
  readonly grain: Grain;
}

const WEEKDAYS = "Sundays Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays".split(" ");

/** Returns what stands after "42% below": "what Mondays are". */
export function usualWords(yardstick: Yardstick, { period, index, grain }: Point): string {
  switch (yardstick.type) {
    case "season":
      return seasonWords(period, grain);
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
      return `what is usual on ${weekday} at ${period.slice(11, 16)} UTC`;
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
