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
import { type Effect, EFFECTS } from "./parameters.ts";
import type { EventSpan } from "./span.ts";

/** What an event is to those that name its cell, where it came from aside. */
export type NamedSpan = Omit<EventSpan, "source">;

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
    `select distinct name, effect, starts::text, ends::text from ${events.relation} ` +
      `where ends >= $1::text::date and starts <= $2::text::date order by 3, 1, 4, 2`,
    [bounds.first, bounds.last],
    { role: "results", signal },
  );
  return Array.from({ length: rows.length }, (_, row) => {
    const [name, effect, starts, ends] = rows.columns.map((one) => String(valueAt(one, row)));
    return { name, effect: EFFECTS.find((one) => one === effect) ?? "none", starts, ends };
  });
}

/** Puts events on the periods that they touch, in their order; each name once a period and effect. */
export function coverPeriods(spans: readonly NamedSpan[], asked: Periods): readonly CoveredSpan[] {
  const firsts = asked.periods.map((period) => dayOf(period, asked));
  const lasts = asked.periods.map((period) => lastDayOf(period, asked));
  const covered = new Map<string, CoveredSpan>();
  for (const { name, effect, starts, ends } of spans) {
    const from = firstAtLeast(lasts, starts);
    const until = firstAbove(firsts, ends) - 1;
    if (until < from) continue;
    covered.set(JSON.stringify([from, until, name, effect]), { name, effect, from, until });
  }
  return [...covered.values()];
}

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
  return grain === "hour" ? dayFormat(zone).format(new Date(period)) : period;
}

function lastDayOf(period: string, asked: Periods): string {
  if (asked.grain === "hour" || asked.grain === "day") return dayOf(period, asked);
  const next = nextPeriod(period, asked.grain);
  if (next === null) return "9999-12-31";
  const last = new Date(`${next}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() - 1);
  return last.toISOString().slice(0, 10);
}

/** Making one takes longer than using it. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function dayFormat(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  // Sweden writes days as YYYY-MM-DD.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  FORMATS.set(zone, format);
  return format;
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
