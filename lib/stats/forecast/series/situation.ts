/**
 * Tells what kind of series is to be forecast, and which methods are worth trying on it.
 *
 * A short season (up to 24 periods) is taken for granted where the history has two of it, as methods
 * find for themselves how strong it is; a longer one by custom, such as 52 weeks, where the history
 * repeats itself after it beside its trend (season.ts). One that the author names is always taken.
 *
 * Cost: O(values × season) for a long season.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import { fillGaps } from "./gaps.ts";
import { isIntermittent } from "./intermittency.ts";
import type { MethodName, Situation } from "@/lib/stats/forecast/models/method.ts";
import { hasSeasonBesideTrend } from "./season.ts";

/** Periods after which a series may repeat itself, ascending. */
export interface Seasons {
  readonly periods: readonly number[];
  /** Whether the author named them, or they are those of the grain. */
  readonly origin: "named" | "custom";
}

/** Longer seasons by custom have to show. */
const SHORT_SEASON = 24;

/** A year of days. */
const DAYS = 365;

const BY_GRAIN: Readonly<Record<Grain, readonly number[]>> = {
  hour: [24, 168],
  day: [7, DAYS],
  week: [52],
  month: [12],
  quarter: [4],
  year: [],
};

/** Returns the seasons that a grain has by custom. */
export function seasonsOf(grain: Grain): Seasons {
  return { periods: BY_GRAIN[grain], origin: "custom" };
}

/** Returns the periods of the first season that a grain has by custom; 1 for years. */
export function seasonOf(grain: Grain): number {
  return BY_GRAIN[grain][0] ?? 1;
}

/** What there is to say of a series. */
export interface Described extends Situation {
  /** Whether it is demand that comes now and then. */
  readonly intermittent: boolean;
}

/** Describes a series that begins with a value. */
export function describe(series: Float64Array, { periods, origin }: Seasons): Described {
  const whole = periods.filter((season) => season > 1 && 2 * season <= series.length);
  const filled = fillGaps(series, 1);
  const shows = (season: number) =>
    origin === "named" || season <= SHORT_SEASON || hasSeasonBesideTrend(filled, season);
  const season = whole.find(shows) ?? 1;
  return { season, seasons: whole, intermittent: isIntermittent(series, season) };
}

/** Returns the methods that are worth trying, seasonal naive first. */
export function candidatesFor(
  { seasons, intermittent }: Described,
  length: number,
): readonly MethodName[] {
  const hasSeasons = seasons.some((season) => 2 * season < length);
  return [
    "seasonal_naive",
    ...(intermittent ? ["croston", "tsb"] as const : []),
    "theta",
    "ets",
    hasSeasons ? "mstl_ets" : "drift",
    "arima",
  ];
}
