/**
 * What an events cell tells of its result.
 *
 * @module
 */
import type { Input } from "@/lib/steps/step.ts";
import type { EventSpan } from "./span.ts";

/** What an events cell tells of its result. */
export interface EventsFacts {
  readonly events: number;
  /** Days of events, each once for each name and source. */
  readonly days: number;
  readonly muted: number;
  /** How many events each source has, the most first. */
  readonly sources: readonly { readonly source: string; readonly events: number }[];
  /** The years for which holidays were computed, both in; `null` where none were asked for. */
  readonly years: { readonly first: number; readonly last: number } | null;
  /** The next from the run's day on. */
  readonly coming: readonly EventSpan[];
  /** The first of all, in their order. */
  readonly listed: readonly EventSpan[];
}

/** Returns what an events cell told of its result; the graph lets nothing else through. */
export function eventsFactsOf(input: Input): EventsFacts {
  // Only an events cell gives the columns that are asked for, and its run wrote these facts.
  return input.facts as EventsFacts;
}
