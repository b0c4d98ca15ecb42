/**
 * An event that is fit to be stored.
 *
 * @module
 */
import type { Dimension } from "./event_key.ts";

/** Everything that the database keeps of an event. */
export interface Event {
  readonly source: string;
  /** From `eventKey()`. */
  readonly key: string;
  readonly eventId: string | null;
  /** Microseconds from 1970 in UTC. */
  readonly time: number;
  /** Days from 1970, by the clocks of the source's zone. */
  readonly day: number;
  readonly metric: string;
  /** Plain decimal text, exact, without zeros at its end. */
  readonly value: string;
  /** In the order of their names. */
  readonly dimensions: readonly Dimension[];
  /** Where it was read, from 1. */
  readonly line: number;
}

/** A value, or a whole row where `column` is `null`, that makes no event. */
export interface EventRejection {
  readonly line: number;
  readonly column: string | null;
  /** As it was written; `null` where there was nothing. */
  readonly value: string | null;
  readonly reason: string;
}
