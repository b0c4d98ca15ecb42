/**
 * Which periods suit a file's times, and how far to look back and ahead.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import { seasonOf } from "@/lib/stats/forecast/series/situation.ts";
import type { ColumnProfile } from "@/lib/workspace/files/profile.ts";

const DAY_MILLISECONDS = 86_400_000;

/** Days in a period, roughly. */
const DAYS: Readonly<Record<Grain, number>> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30.44,
  quarter: 91.3,
  year: 365.25,
};

/** A page shows about so many periods well. */
const MOST_PERIODS = 1200;
/** So many days are too few of them. */
const FEW_DAYS = 4;
/** Up to so many days hours are shown, where half of them have a value. */
const MOST_HOUR_DAYS = 16;
const AHEAD: Readonly<Record<Grain, number>> = {
  hour: 48,
  day: 28,
  week: 12,
  month: 6,
  quarter: 4,
  year: 3,
};
const BACK: Readonly<Record<Grain, number>> = {
  hour: 48,
  day: 28,
  week: 12,
  month: 12,
  quarter: 8,
  year: 5,
};
/** Fewer periods say nothing of what is odd, or of what comes. */
const FEWEST_TO_DETECT = 12;
const FEWEST_TO_FORECAST = 8;
/** From so many periods on seasons are known for half of them or more. */
const SEASONAL_FROM: Readonly<Record<Grain, number>> = {
  hour: 336,
  day: 42,
  week: 24,
  month: 48,
  quarter: 24,
  year: 16,
};

/** What suits the times of a file. */
export interface Periods {
  readonly grain: Grain;
  /** From the first to the last. */
  readonly count: number;
  readonly compare: "previous_period" | "both" | null;
  /** Periods that a period is compared with; `null` where there are too few. */
  readonly window: number | null;
  /** Whether there are enough to tell seasons, which need no window. */
  readonly seasonal: boolean;
  /** Periods to forecast; `null` where there are too few. */
  readonly horizon: number | null;
  /** `null` where the usual one is right. */
  readonly season: number | null;
}

/** Tells the periods from the first and last day, and how far days are apart. */
export function periodsOf(
  time: ColumnProfile,
  [first, last]: readonly [string, string],
): Periods {
  const days = (momentOf(last) - momentOf(first)) / DAY_MILLISECONDS;
  const grain = grainOf(time, days);
  const count = Math.floor(days / DAYS[grain]) + 1;
  const usual = seasonOf(grain);
  return {
    grain,
    count,
    compare: count < 2
      ? null
      : days >= 2 * DAYS.year && grain !== "year"
      ? "both"
      : "previous_period",
    seasonal: count >= SEASONAL_FROM[grain],
    window: count < FEWEST_TO_DETECT ? null : Math.max(3, Math.min(BACK[grain], count >> 1)),
    horizon: count < FEWEST_TO_FORECAST
      ? null
      : Math.max(1, Math.min(AHEAD[grain], Math.floor(count / 4))),
    season: usual > 1 && count < 3 * usual ? 1 : null,
  };
}

/** The shortest period of which half have a day in them, but not too many of them. */
function grainOf({ hasTimes, medianGapDays, distinct }: ColumnProfile, days: number): Grain {
  if (hasTimes && days <= FEW_DAYS) return "hour";
  const hours = days / DAYS.hour;
  if (hasTimes && days <= MOST_HOUR_DAYS && (distinct ?? Infinity) * 2 >= hours) return "hour";
  const gap = medianGapDays ?? days;
  if (gap <= 1.5 && days <= MOST_PERIODS) return "day";
  if (gap <= 8 && days / DAYS.week <= MOST_PERIODS / 2) return "week";
  if (gap <= 45 && days / DAYS.month <= MOST_PERIODS) return "month";
  return gap <= 120 && days / DAYS.quarter <= MOST_PERIODS ? "quarter" : "year";
}

function momentOf(text: string): number {
  return Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
}
