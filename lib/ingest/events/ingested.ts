/**
 * What became of a request's events.
 *
 * @module
 */
import { timestampText } from "@/lib/read/values/calendar.ts";
import type { EventWarning } from "./file_warnings.ts";
import type { FileTold } from "./judge_file.ts";
import type { EventConflict, StoredPiece } from "./stored_piece.ts";

/** So many conflicts are told one by one. */
const MOST_TOLD = 1000;

/** What is answered once events are stored. */
export interface Ingested {
  readonly batch: string;
  /** The request's, or that of all rows; `null` where there are several. */
  readonly source: string | null;
  /** So many at most. */
  readonly sources: readonly string[];
  readonly rows: number;
  /** Rows of bytes that were not there for this source before. */
  readonly rawInserted: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Rows that made no event. */
  readonly skipped: number;
  readonly warnings: readonly EventWarning[];
  readonly metrics: readonly string[];
  /** ISO 8601 in UTC; `null` without events. */
  readonly first: string | null;
  readonly last: string | null;
}

/** Adds up what became of the pieces of a batch. */
export class Tally {
  readonly #batch: string;
  readonly #source: string | null;
  #inserted = 0;
  #duplicates = 0;
  #conflicts = 0;
  readonly #conflicting: EventConflict[] = [];

  constructor(batch: string, source: string | null) {
    this.#batch = batch;
    this.#source = source;
  }

  add({ inserted, duplicates, conflicts, conflicting }: StoredPiece): void {
    this.#inserted += inserted;
    this.#duplicates += duplicates;
    this.#conflicts += conflicts;
    this.#conflicting.push(...conflicting.slice(0, MOST_TOLD - this.#conflicting.length));
  }

  /** Tells all; `isKnown` says that the same bytes were stored for the source before. */
  ingested(told: FileTold, isKnown: boolean): Ingested {
    const { rows, events, warnings, metrics, sources, first, last } = told;
    const [only = null] = sources.length === 1 ? sources : [];
    return {
      batch: this.#batch,
      source: this.#source ?? only,
      sources,
      rows,
      rawInserted: isKnown ? 0 : rows,
      inserted: this.#inserted,
      duplicates: this.#duplicates,
      conflicts: this.#conflicts,
      skipped: rows - events,
      warnings: [...warnings, ...this.#conflicting.map(warningOf)],
      metrics,
      first: first === null ? null : timestampText(first),
      last: last === null ? null : timestampText(last),
    };
  }
}

function warningOf({ line, differs }: EventConflict): EventWarning {
  return {
    line,
    column: null,
    reason: `Another event with this key was there first, with another ${differs.join(" and ")}`,
  };
}
