/**
 * The tables of notebooks, of what their cells show, and of what was drawn of results.
 *
 * @module
 */
import type { ColumnType, JSONColumnType } from "kysely";

/** ISO 8601 in UTC when read; a default of the database where nothing is written. */
type Timestamp = ColumnType<string, string | undefined, string>;

/** Left out, it is nothing. */
type Optional<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>;

/** A notebook as its newest revision is. */
export interface NotebookTable {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly description: string | null;
  readonly tags: JSONColumnType<readonly string[]>;
  /** Of its card: cells that are stale and that failed, by the defaults of the parameters. */
  readonly stale: ColumnType<number, number | undefined, number>;
  readonly failed: ColumnType<number, number | undefined, number>;
  /** Of its card: the drawing of its first chart. */
  readonly card_key: Optional<string>;
  readonly card_place: Optional<number>;
  /** Of its card: the first big number, a block. */
  readonly headline: ColumnType<object | null, string | null | undefined, string | null>;
  readonly created_at: Timestamp;
  readonly changed_at: Timestamp;
  readonly deleted_at: Optional<string>;
  /** The id of an account; `null` where it is the workspace's. */
  readonly owner: Optional<string>;
}

/** The whole text of a notebook at one time. */
export interface RevisionTable {
  readonly notebook: string;
  /** From 1. */
  readonly revision: number;
  readonly text: string;
  /** What was done in words. */
  readonly what: string;
  /** What was done since `undo_to` in words: what undoing takes back. */
  readonly step: string;
  /** What happened to cells since `undo_to`. */
  readonly effects: JSONColumnType<readonly object[]>;
  /** The revision whose text undoing gives; `null` where there is nothing to undo. */
  readonly undo_to: number | null;
  /** The revision whose text redoing gives; `null` where there is nothing to redo. */
  readonly redo_to: number | null;
  readonly saved_at: Timestamp;
}

/** What a cell shows for one set of parameters. */
export interface ShownTable {
  readonly notebook: string;
  /** Canonical JSON. */
  readonly parameters: string;
  readonly cell: string;
  /** The key of the result it shows; `null` where it never had one. */
  readonly key: string | null;
  readonly origin: "computed" | "cache" | null;
  /** The key that the cell failed to compute, and how; `null` unless it failed last. */
  readonly failed_key: string | null;
  readonly failure: ColumnType<object | null, string | null, string | null>;
  /** How long computing it took when it was computed last. */
  readonly milliseconds: number | null;
  readonly changed_at: Timestamp;
}

/** What a result is shown as. */
export interface OutputTable {
  readonly key: string;
  readonly rows: number;
  readonly rejected: number;
  /** JSON as text, since the order of keys is that of the page. */
  readonly blocks: string;
  readonly figures: string;
  readonly milliseconds: number;
  readonly computed_at: ColumnType<string, string, string>;
}

/** A figure of a result as it was drawn, by its place among the blocks. */
export interface DrawingTable {
  readonly key: string;
  readonly place: number;
  readonly wide: string;
  readonly narrow: string;
}

/** The rows that were fetched last from a connection, by what was asked of it. */
export interface FetchTable {
  readonly source: string;
  readonly digest: string;
  readonly fetched_at: Timestamp;
}

/** What was done once and for all. */
export interface MarkTable {
  readonly name: string;
  readonly made_at: Timestamp;
}

/** The tables of notebooks. */
export interface NotebookTables {
  readonly notebooks: NotebookTable;
  readonly revisions: RevisionTable;
  readonly shown: ShownTable;
  readonly outputs: OutputTable;
  readonly drawings: DrawingTable;
  readonly fetches: FetchTable;
  readonly marks: MarkTable;
}
