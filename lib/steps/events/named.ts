/**
 * What a cell needs that names an events cell: the key of its body, and the events on its periods.
 *
 * @module
 */
import { z } from "zod";
import type { Session } from "@/lib/db/database.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Input } from "@/lib/steps/step.ts";
import { type CoveredSpan, coverPeriods, type Periods, readSpans } from "./cover.ts";
import { eventsFactsOf } from "./facts.ts";

/** The key of a body that names an events cell. */
export const eventsKey = z.string().optional().meta({
  title: "Events",
  example: "calendar",
  suggest: "events",
  description: "The events cell whose days explain these",
});

/** Reads the events of the cell that was named, on the periods that they touch. */
export async function coveredEvents(
  session: Pick<Session, "columns">,
  { events, signal, periods, grain, zone }: Periods & {
    /** `null` where none was named. */
    readonly events: Input | null;
    readonly signal: AbortSignal;
  },
): Promise<readonly CoveredSpan[]> {
  if (events === null) return [];
  const asked = { periods, grain, zone };
  return coverPeriods(await readSpans(session, { ...asked, events, signal }), asked);
}

/** Warns where periods lie outside of the years for which holidays were computed. */
export function warnOfYears(events: Input | null, periods: readonly string[]): readonly Problem[] {
  const years = events === null ? null : eventsFactsOf(events).years;
  const first = periods.at(0)?.slice(0, 4);
  const last = periods.at(-1)?.slice(0, 4);
  if (events === null || years === null || first === undefined || last === undefined) return [];
  if (Number(first) >= years.first && Number(last) <= years.last) return [];
  const wanted = { first: Math.min(Number(first), years.first), last: Number(last) };
  return [{
    severity: "warning",
    code: "BAD_PARAMETER",
    message: `Cannot tell holidays of all periods as "${events.cell}" has them from ` +
      `${years.first} to ${years.last}: current value is ${first} to ${last}`,
    place: { key: "events" },
    remedy: `Write years: { first: ${wanted.first}, last: ${
      Math.max(wanted.last, years.last)
    } } in "${events.cell}"`,
  }];
}
