/**
 * Gathers the events of a cell: holidays, days of its body, rows of tables.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import { columnOf, type Frame } from "@/lib/frame/frame.ts";
import type { Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { writeComputed } from "@/lib/steps/write_frame.ts";
import { EVENT_SCHEMA } from "./columns.ts";
import type { EventsFacts } from "./facts.ts";
import type { EventsBody } from "./parameters.ts";
import { readTable } from "./read_table.ts";
import { daysOf, distinctSpans, type EventDay, type EventSpan, spansOf } from "./span.ts";

/** Years of holidays around the run's, where the body tells none. */
const YEARS_BEFORE = 15;
const YEARS_AFTER = 3;

/** Events that come next, and all that a page lists. */
const COMING = 10;
const LISTED = 1000;

/** @throws AppError MISSING_COLUMN, WRONG_TYPE, TOO_MANY_ROWS */
export async function runEvents(
  inputs: readonly Input[],
  body: EventsBody,
  context: RunContext,
): Promise<Outcome<EventsFacts>> {
  const { database, signal, zone, asOf } = context;
  const years = yearsOf(body, asOf);
  const holidays = years === null
    ? []
    : await Promise.all(body.holidays.map((place) => askHolidays(place, { body, years, context })));
  const problems: Problem[] = [];
  const told: EventSpan[] = [];
  for (const input of inputs) {
    const table = await readTable(input, { effect: body.effect, zone, database, signal });
    told.push(...table.spans);
    problems.push(...table.problems);
  }
  const spans = distinctSpans([...holidays.flat(), ...spansOf(body), ...told]);
  const days = daysOf(spans);
  const coming = spans.filter(({ ends }) => ends >= asOf).slice(0, COMING);
  const facts: EventsFacts = {
    events: spans.length,
    days: days.length,
    muted: spans.filter(({ effect }) => effect === "mute").length,
    sources: countSources(spans),
    years,
    coming,
    listed: spans.slice(0, LISTED),
  };
  return await writeComputed(
    { frame: frameOf(days), schema: EVENT_SCHEMA, facts, problems },
    context,
  );
}

/** The years to compute holidays for; `null` where none are asked for. */
function yearsOf({ holidays, years }: EventsBody, asOf: string): EventsFacts["years"] {
  if (holidays.length === 0) return null;
  const year = Number(asOf.slice(0, 4));
  return years ?? { first: year - YEARS_BEFORE, last: year + YEARS_AFTER };
}

async function askHolidays(
  place: string,
  { body: { types, effect }, years, context: { compute, signal } }: {
    readonly body: EventsBody;
    readonly years: { readonly first: number; readonly last: number };
    readonly context: RunContext;
  },
): Promise<readonly EventSpan[]> {
  const found = await compute.holidays({ place, types, ...years }, { signal });
  return found.map((holiday) => ({ ...holiday, source: place, effect }));
}

function countSources(spans: readonly EventSpan[]): EventsFacts["sources"] {
  const counts = new Map<string, number>();
  for (const { source } of spans) counts.set(source, (counts.get(source) ?? 0) + 1);
  return [...counts].map(([source, events]) => ({ source, events }))
    .sort((a, b) => b.events - a.events || (a.source < b.source ? -1 : 1));
}

function frameOf(days: readonly EventDay[]): Frame {
  const texts = (name: Exclude<keyof EventDay, "effect">, type: "date" | "text") =>
    columnOf(name, type, days.map((day) => day[name]));
  return {
    length: days.length,
    columns: [
      texts("day", "date"),
      texts("name", "text"),
      texts("source", "text"),
      columnOf("effect", "text", days.map(({ effect }) => effect)),
      texts("starts", "date"),
      texts("ends", "date"),
    ],
  };
}
