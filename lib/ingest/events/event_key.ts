/**
 * The key by which an event is known: two with the same key are the same event.
 *
 * The key is of (source, event id) where the event has an id, else of (source, time, metric,
 * dimensions). These are written as one JSON array, which no two different ones share since
 * its texts are quoted; dimensions stand in the order of their names, and those without a
 * value are left out. The first 128 bits of its SHA-256 are the key: nobody can make
 * another event's key, and among 10^12 events two share one with a probability of 10^-15.
 *
 * @module
 */
import { sha256 } from "@/lib/crypto/sha256.ts";

const KEY_BYTES = 16;

/** A dimension's name and value. */
export type Dimension = readonly [name: string, value: string];

/** What identifies an event. */
export interface EventIdentity {
  readonly source: string;
  /** `null` where it has none. */
  readonly eventId: string | null;
  /** Microseconds from 1970 in UTC, whole. */
  readonly time: number;
  readonly metric: string;
  /** In any order, each name once. */
  readonly dimensions: readonly Dimension[];
}

/** Returns the 16 bytes of an event's key. */
export function eventKey(event: EventIdentity): Uint8Array<ArrayBuffer> {
  const { source, eventId, time, metric, dimensions } = event;
  const text = eventId === null
    ? JSON.stringify(["values", source, time, metric, sortedDimensions(dimensions)])
    : JSON.stringify(["id", source, eventId]);
  return sha256(text).slice(0, KEY_BYTES);
}

/** Returns the dimensions in the order of their names, the same array where they are. */
export function sortedDimensions(dimensions: readonly Dimension[]): readonly Dimension[] {
  return dimensions.every(([name], i) => i === 0 || dimensions[i - 1][0] < name)
    ? dimensions
    : dimensions.toSorted(([one], [other]) => one < other ? -1 : 1);
}
