/**
 * What became of events that were to be stored.
 *
 * @module
 */

/** An event that was not stored since another one with its key was there first. */
export interface EventConflict {
  readonly line: number;
  readonly source: string;
  /** What the two differ in, such as "value". */
  readonly differs: readonly string[];
}

/** What became of a piece; the counts add up to its events. */
export interface StoredPiece {
  readonly inserted: number;
  /** The same again. */
  readonly duplicates: number;
  /** The same key, and something else. */
  readonly conflicts: number;
  /** The first of them. */
  readonly conflicting: readonly EventConflict[];
}
