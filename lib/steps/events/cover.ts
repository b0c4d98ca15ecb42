/**
 * Which periods the events of a calendar cover: each that they touch, of an hour the day it is in.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { type Frame, valueAt } from "@/lib/frame/frame.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { nextPeriod } from "@/lib/steps/periods.ts";
import type { Input } from "@/lib/steps/step.ts";
import { eventsFactsOf } from "./facts.ts";
import { type Effect, EFFECTS } from "./parameters.ts";
import { isPlace } from "./places.ts";
import type { EventSpan } from "./span.ts";

/** What an event is to those that name its cell. */
export interface NamedSpan extends Omit<EventSpan, "source"> {
  /** Whether it was computed for a country or region. */
  readonly isHoliday: boolean;
}

/** An event over periods, by their positions, both in. */
export interface CoveredSpan {
  readonly name: string;
  readonly effect: Effect;
  readonly from: number;
  readonly until: number;
}

/** Consecutive periods, as a kpi tells them. */
export interface Periods {
  /** Their starts, ascending. */
  readonly periods: readonly string[];
  readonly grain: Grain;
  /** Where days begin. */
  readonly zone: string;
}

/** Reads the events that touch some periods, by their first day and name. */
export async function readSpans(
  session: Pick<Session, "columns">,
  { events, signal, ...asked }: Periods & {
    readonly events: Input;
    readonly signal: AbortSignal;
  },
): Promise<readonly NamedSpan[]> {
  const bounds = boundsOf(asked);
  if (bounds === null) return [];
  const rows: Frame = await session.columns(
    `select name, effect, starts::text, ends::text, bool_or(source = any($3::text[])) ` +
      `from ${events.relation} ` +
      `where ends >= $1::text::date and starts <= $2::text::date ` +
      `group by name, effect, starts, ends order by 3, 1, 4, 2`,
    [bounds.first, bounds.last, placesOf(events)],
    { role: "results", signal },
  );
  return Array.from({ length: rows.length }, (_, row) => {
    const values = rows.columns.map((one) => valueAt(one, row));
    const [name, effect, starts, ends] = values.map(String);
    return {
      name,
      effect: EFFECTS.find((one) => one === effect) ?? "none",
      starts,
      ends,
      isHoliday: values[4] === true,
    };
  });
}

/** The countries and regions of which a cell has holidays. */
function placesOf(input: Input): readonly string[] {
  const { sources, years } = eventsFactsOf(input);
  return years === null ? [] : sources.map(({ source }) => source).filter(isPlace);
}

/** Puts events on the periods that they touch, in their order; each name once a period and effect. */
export function coverPeriods(spans: readonly NamedSpan[], asked: Periods): readonly CoveredSpan[] {
  const covered = new Map<string, CoveredSpan>();
  for (const { span: { name, effect }, from, until } of placeSpans(spans, asked)) {
    covered.set(JSON.stringify([from, until, name, effect]), { name, effect, from, until });
  }
  return [...covered.values()];
}

/** Returns the positions of the periods that each event touches, both in; those that touch none are left out. */
export function placeSpans(
  spans: readonly NamedSpan[],
  asked: Periods,
): readonly { readonly span: NamedSpan; readonly from: number; readonly until: number }[] {
  const firsts = asked.periods.map((period) => dayOf(period, asked));
  const isShort = asked.grain === "hour" || asked.grain === "day";
  const lasts = isShort ? firsts : asked.periods.map((period) => lastDayOf(period, asked));
  return spans.flatMap((span) => {
    const from = firstAtLeast(lasts, span.starts);
    const until = firstAbove(firsts, span.ends) - 1;
    return until < from ? [] : [{ span, from, until }];
  });
}

/** Returns how many days of an event are in a period that it touches; of an hour or a day 1. */
export function daysWithin(
  { starts, ends }: Pick<NamedSpan, "starts" | "ends">,
  { period, grain }: { readonly period: string; readonly grain: Grain },
): number {
  if (grain === "hour" || grain === "day") return 1;
  const last = lastDayOf(period, { grain, zone: "UTC", periods: [] });
  const from = starts > period ? starts : period;
  const until = ends < last ? ends : last;
  return Math.round((Date.parse(until) - Date.parse(from)) / DAY_MILLISECONDS) + 1;
}

const DAY_MILLISECONDS = 86_400_000;

/** The first and last day of some periods; `null` where there are none. */
function boundsOf(asked: Periods): { readonly first: string; readonly last: string } | null {
  const first = asked.periods.at(0);
  const last = asked.periods.at(-1);
  return first === undefined || last === undefined
    ? null
    : { first: dayOf(first, asked), last: lastDayOf(last, asked) };
}

/** The day on which a period starts, by the clocks of the zone. */
function dayOf(period: string, { grain, zone }: Periods): string {
  return grain === "hour" ? dayOfHour(period, zone) : period;
}

function lastDayOf(period: string, asked: Periods): string {
  if (asked.grain === "hour" || asked.grain === "day") return dayOf(period, asked);
  const next = nextPeriod(period, asked.grain);
  if (next === null) return "9999-12-31";
  const last = new Date(`${next}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() - 1);
  return last.toISOString().slice(0, 10);
}

/** What was told of a zone's hours: many series have the same. */
interface ZoneDays {
  readonly format: Intl.DateTimeFormat;
  readonly known: Map<string, string>;
}

const ZONES = new Map<string, ZoneDays>();

/** Hours that are remembered: some ten years. */
const MOST_HOURS = 100_000;

function dayOfHour(hour: string, zone: string): string {
  const { format, known } = ZONES.get(zone) ?? {
    // Sweden writes days as YYYY-MM-DD.
    format: new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }),
    known: new Map<string, string>(),
  };
  ZONES.set(zone, { format, known });
  const day = known.get(hour) ?? format.format(new Date(hour));
  if (known.size >= MOST_HOURS) known.clear();
  known.set(hour, day);
  return day;
}

/** The position of the first text that is no less than another; the length where none is. */
function firstAtLeast(sorted: readonly string[], text: string): number {
  return firstWhere(sorted, (one) => one >= text);
}

function firstAbove(sorted: readonly string[], text: string): number {
  return firstWhere(sorted, (one) => one > text);
}

/** By halves: once it holds it holds for all that follow. */
function firstWhere(sorted: readonly string[], holds: (one: string) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
