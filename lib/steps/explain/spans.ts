/**
 * Spans of time as people write them, and the periods of a series that they mean.
 *
 * @module
 */
import { isDay } from "@/lib/day.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { type Clocked, nextPeriod } from "@/lib/steps/periods.ts";
import { clockTime } from "@/lib/time_zone.ts";

/** Some periods that follow each other, oldest first. */
export interface Span {
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** Two spans to be compared. */
export interface SpanPair {
  readonly before: Span;
  readonly after: Span;
}

const QUARTER = /^(\d{4})-?Q([1-4])$/i;

/** Hours begin at another minute of UTC where clocks are ahead of it by no whole hours, as in India. */
const HOUR = /^(\d{4}-\d{2}-\d{2})[T ](\d{2})(?::([0-5]\d)(?::([0-5]\d))?)?Z?$/;

/** Between the two ends of a span. */
const TO = "..";

/** Whether a text is a span: one word for a time, or two of them in their order. */
export function isSpan(text: string): boolean {
  const ends = boundsOf(text);
  return ends !== null && ends.from < ends.to;
}

/**
 * Returns the periods that begin in a span, or else the one that it falls into; `null` where the
 * series has none there. Days of hours are those of their clocks, of UTC where only a grain is given.
 */
export function periodsIn(
  text: string,
  periods: readonly string[],
  by: Grain | Clocked,
): Span | null {
  const bounds = boundsOf(text);
  if (bounds === null) return null;
  const { grain, zone } = typeof by === "string" ? { grain: by, zone: "UTC" } : by;
  if (grain === "hour" && zone !== "UTC") return hoursIn(bounds, periods, zone);
  const inside = periods.filter((period) => period >= bounds.from && period < bounds.to);
  const around = periods.findLast((period) => period <= bounds.from);
  const end = around === undefined ? null : nextPeriod(around, grain);
  if (inside.length === 0 && around !== undefined && end !== null && end > bounds.from) {
    return { first: around, last: around, count: 1 };
  }
  const [first, last] = [inside.at(0), inside.at(-1)];
  return first === undefined || last === undefined ? null : { first, last, count: inside.length };
}

/** Days are those that the clocks show; a bound that is an hour is a moment. */
function hoursIn({ from, to }: Bounds, periods: readonly string[], zone: string): Span | null {
  const at = (period: string, bound: string) =>
    bound.includes("T") ? period : clockTime(zone, Date.parse(period)).text;
  const inside = periods.filter((period) => at(period, from) >= from && at(period, to) < to);
  const [first, last] = [inside.at(0), inside.at(-1)];
  return first === undefined || last === undefined ? null : { first, last, count: inside.length };
}

/**
 * Returns the start of the one period that a text names: by its first day or hour, or of months, quarters
 * and years by their own word; `null` where it names no time, or another span than a period.
 */
export function periodNamed(text: string, grain: Grain): string | null {
  const bounds = endOf(text.trim());
  if (bounds === null) return null;
  const isStart = bounds.to === nextPeriod(bounds.from, grainOf(bounds.from)) ||
    bounds.to === nextPeriod(bounds.from, grain);
  return isStart ? bounds.from : null;
}

/** Whether a text names one time: a day, month, quarter, year or hour. */
export function isMoment(text: string): boolean {
  return endOf(text.trim()) !== null;
}

/** The shortest time that such a start may be of. */
function grainOf(start: string): Grain {
  return start.includes("T") ? "hour" : "day";
}

/** Periods from one to the same of the week before; all others are compared with the one before. */
const WEEKLY: Readonly<Partial<Record<Grain, number>>> = { hour: 168, day: 7 };

/**
 * Returns what is compared where nobody says: the last whole period with the one before, of days and
 * hours with the same of the week before; `null` where there are too few.
 */
export function usualSpans(whole: readonly string[], grain: Grain): SpanPair | null {
  const last = whole.length - 1;
  const earlier = whole.at(last - (WEEKLY[grain] ?? 1));
  const latest = whole.at(last);
  if (last < (WEEKLY[grain] ?? 1) || earlier === undefined || latest === undefined) return null;
  const one = (period: string): Span => ({ first: period, last: period, count: 1 });
  return { before: one(earlier), after: one(latest) };
}

interface Bounds {
  /** The first moment in, and the first after it: both sort among periods as texts do. */
  readonly from: string;
  readonly to: string;
}

function boundsOf(text: string): Bounds | null {
  const ends = text.split(TO).map((end) => endOf(end.trim()));
  const [first, last] = [ends.at(0), ends.at(-1)];
  if (ends.length > 2 || !first || !last) return null;
  return { from: first.from, to: last.to };
}

function endOf(text: string): Bounds | null {
  const hour = HOUR.exec(text);
  if (hour !== null && isDay(hour[1]) && Number(hour[2]) < 24) {
    const [, day, hours, minutes = "00", seconds = "00"] = hour;
    return boundsFrom(`${day}T${hours}:${minutes}:${seconds}Z`, "hour");
  }
  const quarter = QUARTER.exec(text);
  if (quarter !== null) {
    const month = String(Number(quarter[2]) * 3 - 2).padStart(2, "0");
    return boundsFrom(`${quarter[1]}-${month}-01`, "quarter");
  }
  const [day, grain] = /^\d{4}$/.test(text)
    ? [`${text}-01-01`, "year" as const]
    : /^\d{4}-\d{2}$/.test(text)
    ? [`${text}-01`, "month" as const]
    : [text, "day" as const];
  return isDay(day) ? boundsFrom(day, grain) : null;
}

function boundsFrom(from: string, grain: Grain): Bounds | null {
  const to = nextPeriod(from, grain);
  return to === null ? null : { from, to };
}
