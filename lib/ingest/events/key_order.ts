/**
 * Puts events in the order of their keys, in which an index visits each of its pages once.
 *
 * Cost: O(n log n) comparisons, O(n) of what comes in order already.
 *
 * @module
 */
import type { Event } from "./event.ts";

/** Events in the order of their keys, those of one key as they came. */
export interface OrderedEvents {
  readonly ordered: readonly Event[];
  /** Whether two of one source have one key. */
  readonly hasTwins: boolean;
}

/** Orders events by source and key, as the database's index does. */
export function orderByKey(events: readonly Event[]): OrderedEvents {
  const ordered = events.toSorted(compareEvents);
  const hasTwins = ordered.some((event, i) => i > 0 && compareEvents(ordered[i - 1], event) === 0);
  return { ordered, hasTwins };
}

function compareEvents(one: Event, other: Event): number {
  return compareTexts(one.source, other.source) || compareTexts(one.key, other.key);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
