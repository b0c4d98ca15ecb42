/**
 * Round moments for a time axis, never finer than its periods, and how they are written:
 * "5 Jan" with the year below where it begins.
 *
 * @module
 */
import { formatPeriod } from "@/lib/chart/format.ts";
import type { Grain } from "@/lib/frame/schema.ts";

/** A moment on the axis and its words; a line break stands before the year or the day. */
export interface TimeTick {
  readonly time: Date;
  readonly text: string;
}

type Unit = "hour" | "day" | "week" | "month" | "year";

interface Step {
  readonly unit: Unit;
  readonly count: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** 1970 began on a Thursday: its first Monday was the fifth. */
const FIRST_MONDAY = 4 * DAY;

const STEPS: readonly Step[] = [
  ...[1, 3, 6, 12].map((count) => ({ unit: "hour" as const, count })),
  ...[1, 2].map((count) => ({ unit: "day" as const, count })),
  ...[1, 2].map((count) => ({ unit: "week" as const, count })),
  ...[1, 3, 6].map((count) => ({ unit: "month" as const, count })),
  ...[1, 2, 5, 10, 20, 50, 100].map((count) => ({ unit: "year" as const, count })),
];

/** The finest steps that do not fall between the periods of a grain. */
const FINEST: Readonly<Record<Grain, Step>> = {
  hour: { unit: "hour", count: 1 },
  day: { unit: "day", count: 1 },
  week: { unit: "week", count: 1 },
  month: { unit: "month", count: 1 },
  quarter: { unit: "month", count: 3 },
  year: { unit: "year", count: 1 },
};

/**
 * Returns at most `most` ticks for the periods given by their starts: each period where
 * they are that few, else the finest round steps that are.
 */
export function timeTicks(
  starts: readonly Date[],
  grain: Grain,
  most: number,
): readonly TimeTick[] {
  if (starts.length === 0) return [];
  if (starts.length <= most) return withWords(starts, FINEST[grain].unit);
  const finest = STEPS.findIndex(({ unit, count }) =>
    unit === FINEST[grain].unit && count === FINEST[grain].count
  );
  for (const step of STEPS.slice(finest)) {
    const times = momentsOf(step, starts, { grain, most });
    // A short range may lie between two round moments.
    if (times !== null && times.length > 0) return withWords(times, step.unit);
  }
  return withWords([starts[0]], FINEST[grain].unit);
}

/** Returns the moments of a step within a range, or `null` for more than `most`. */
function momentsOf(
  step: Step,
  starts: readonly Date[],
  { grain, most }: { readonly grain: Grain; readonly most: number },
): readonly Date[] | null {
  const [start, first] = [starts[0], starts[0].getTime()];
  const last = starts[starts.length - 1].getTime();
  // Weeks may begin on another day than Monday, so they are counted from the first.
  const isOfPeriods = grain === "week" && step.unit === "week";
  const times: Date[] = [];
  let time = isOfPeriods ? start : firstMoment(step, start);
  while (time.getTime() <= last) {
    if (time.getTime() >= first) times.push(time);
    if (times.length > most) return null;
    time = nextMoment(step, time);
  }
  return times;
}

/** Returns the last moment of a step that is not after a start. */
function firstMoment({ unit, count }: Step, start: Date): Date {
  const time = start.getTime();
  const year = start.getUTCFullYear();
  switch (unit) {
    case "hour":
      return new Date(Math.floor(time / (count * HOUR)) * count * HOUR);
    case "day":
      return new Date(Math.floor(time / (count * DAY)) * count * DAY);
    case "week": {
      const length = count * 7 * DAY;
      return new Date(Math.floor((time - FIRST_MONDAY) / length) * length + FIRST_MONDAY);
    }
    case "month":
      return new Date(Date.UTC(year, Math.floor(start.getUTCMonth() / count) * count, 1));
    case "year":
      return new Date(Date.UTC(Math.floor(year / count) * count, 0, 1));
  }
}

function nextMoment({ unit, count }: Step, time: Date): Date {
  switch (unit) {
    case "hour":
      return new Date(time.getTime() + count * HOUR);
    case "day":
      return new Date(time.getTime() + count * DAY);
    case "week":
      return new Date(time.getTime() + count * 7 * DAY);
    case "month":
      return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + count, 1));
    case "year":
      return new Date(Date.UTC(time.getUTCFullYear() + count, 0, 1));
  }
}

function withWords(times: readonly Date[], unit: Unit): readonly TimeTick[] {
  let above = "";
  return times.map((time) => {
    const moment = time.toISOString();
    const [near, far] = wordsOf(moment, unit);
    const text = far === above || far === "" ? near : `${near}\n${far}`;
    above = far;
    return { time, text };
  });
}

/** Returns what names a moment, and what it lies in. */
function wordsOf(moment: string, unit: Unit): readonly [near: string, far: string] {
  switch (unit) {
    case "hour":
      return [moment.slice(11, 16), formatPeriod(moment, "day").slice(0, -5)];
    case "day":
    case "week":
      return [formatPeriod(moment, "day").slice(0, -5), moment.slice(0, 4)];
    case "month":
      return [formatPeriod(moment, "month").slice(0, -5), moment.slice(0, 4)];
    case "year":
      return [moment.slice(0, 4), ""];
  }
}
