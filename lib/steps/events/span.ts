/**
 * Events as spans of days, both ends in, and the days that they come to.
 *
 * @module
 */
import { refuseKey } from "@/lib/steps/refusal.ts";
import { type Effect, EFFECTS, type EventsBody } from "./parameters.ts";

/** One event with its first and its last day, `YYYY-MM-DD`. */
export interface EventSpan {
  readonly name: string;
  /** What told it: a country, a cell, or "days" for the body itself. */
  readonly source: string;
  readonly effect: Effect;
  readonly starts: string;
  readonly ends: string;
}

/** One day of an event. */
export interface EventDay extends EventSpan {
  readonly day: string;
}

const DAY_MILLISECONDS = 86_400_000;

/** More days than this are a mistake in an end. */
const MOST_DAYS = 200_000;

/** So are more than this that are told, once or again: each takes its time. */
const MOST_TOLD = 1_000_000;

/** Returns the events that the body itself tells. */
export function spansOf({ days, effect }: EventsBody): readonly EventSpan[] {
  return days.map(({ name, on, from, until, effect: own }) => ({
    name,
    source: "days",
    effect: own ?? effect,
    // The schema lets none through without one of them.
    starts: on ?? from ?? "",
    ends: on ?? until ?? "",
  }));
}

/**
 * Returns each event once, by its first day and its name. Where one is told twice, the stronger
 * effect holds.
 */
export function distinctSpans(spans: readonly EventSpan[]): readonly EventSpan[] {
  const found = new Map<string, EventSpan>();
  for (const span of spans) {
    const { name, source, starts, ends } = span;
    const id = JSON.stringify([starts, ends, name, source]);
    const known = found.get(id);
    if (known === undefined || strength(span) > strength(known)) found.set(id, span);
  }
  return [...found.values()].sort(byPlace);
}

/**
 * Returns a row for each day, once for each name and source.
 * @throws AppError TOO_MANY_ROWS
 */
export function daysOf(spans: readonly EventSpan[]): readonly EventDay[] {
  const found = new Map<string, EventDay>();
  let told = 0;
  for (const span of spans) {
    const last = Date.parse(span.ends);
    for (let time = Date.parse(span.starts); time <= last; time += DAY_MILLISECONDS) {
      const day = new Date(time).toISOString().slice(0, 10);
      const id = JSON.stringify([day, span.name, span.source]);
      const known = found.get(id);
      if (known === undefined || strength(span) > strength(known)) found.set(id, { ...span, day });
      if (found.size > MOST_DAYS || ++told > MOST_TOLD) throw tooMany(span);
    }
  }
  return [...found.values()].sort((a, b) => compare(a.day, b.day) || byPlace(a, b));
}

function tooMany({ name, starts, ends }: EventSpan) {
  return refuseKey(
    "TOO_MANY_ROWS",
    "days",
    `Cannot keep all events as they may have at most ${MOST_DAYS.toLocaleString("en")} days: ` +
      `current value is "${name}" from ${starts} until ${ends}`,
    "Shorten the longest of them",
  );
}

function strength({ effect }: EventSpan): number {
  return -EFFECTS.indexOf(effect);
}

function byPlace(a: EventSpan, b: EventSpan): number {
  return compare(a.starts, b.starts) || compare(a.name, b.name) || compare(a.source, b.source) ||
    compare(a.ends, b.ends);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
