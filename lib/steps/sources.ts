/**
 * What load cells read, and what they tell of it while they do.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import type { ColumnSchema, ColumnType } from "@/lib/frame/schema.ts";
import type { DoneEvent, ReadEvent } from "@/lib/read/read_rows.ts";
import type { Rollup, RollupRequest } from "@/lib/read/rollup.ts";
import type { CountRequest } from "@/lib/read/row_counts.ts";

/** Bytes that a load cell may read. */
export interface Source {
  /** As the user named it. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly digest: string;
  /** What is known of the columns without reading, by name; else absent. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** Opens it anew from its first byte; it may be read more than once. */
  open(): ReadableStream<Uint8Array>;
}

/** Where load cells find what they read. Implemented above, by the notebook's owner. */
export interface Sources {
  /**
   * Opens what stands in for whatever the cell names; absent where nothing does.
   * @throws AppError FILE_NOT_FOUND, BAD_FILE
   */
  readonly standIn?: () => Promise<Source>;
  /** @throws AppError FILE_NOT_FOUND, FILE_NOT_ALLOWED */
  file(path: string): Promise<Source>;
  /** @throws AppError FILE_NOT_FOUND where no upload has this digest. */
  upload(digest: string): Promise<Source>;
  /**
   * Fetches a table or the rows of one query from a connection that the settings
   * name, as CSV with the types of its columns. @throws AppError NOT_GRANTED
   */
  rows(connection: string, asked: {
    readonly table?: string;
    readonly query?: string;
    readonly signal: AbortSignal;
  }): Promise<Source>;
  /** The events that were sent; absent where no database keeps any. */
  readonly events?: EventSources;
}

/** Events as a load cell asks for them. */
export interface EventsAsked {
  readonly sources: readonly string[] | "all";
  /** Each event, or what the events of a day come to. */
  readonly take: "events" | "days";
  readonly metrics: readonly string[] | "all";
  /** Days by the clocks of their source, both ends in. */
  readonly dates: { readonly from: string; readonly to: string } | "all";
  /** The dimensions that become columns; `null` for all that there are. */
  readonly dimensions: readonly string[] | null;
}

/** Events that may be taken. */
export interface TakenEvents {
  /** Changes when what would be taken does. */
  readonly digest: string;
  /** The columns, where they do not hang on what the events have. */
  readonly columns: readonly ColumnSchema[] | null;
  /** Returns what takes them, as they are by now. */
  query(session: Session): Promise<EventQuery>;
}

/** A SELECT of a line, whether it repeats another, and these columns; only the owner may run it. */
export interface EventQuery {
  readonly columns: readonly ColumnSchema[];
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What can be asked for by name. */
export interface KnownEvents {
  readonly sources: readonly string[];
  readonly metrics: readonly string[];
}

/** Where load cells find events. Implemented above, by who has the database. */
export interface EventSources {
  known(): Promise<KnownEvents>;
  /** @throws AppError NOT_FOUND where no source has one of the names */
  find(asked: EventsAsked): Promise<TakenEvents>;
}

/** What a load should keep while it reads, by the key of the cell that wants it. */
export interface Wanted {
  readonly rollups: ReadonlyMap<string, RollupRequest>;
  readonly counts: ReadonlyMap<string, CountRequest>;
}

/** What a load tells of a kpi below it once its file is read, before anything is written. */
export interface Foreseen {
  readonly rollup: Rollup;
  /** The types of the load's columns by name. */
  readonly types: Readonly<Record<string, ColumnType>>;
  /** The day of the run. */
  readonly asOf: string;
}

/** The event that tells a table's columns. */
export type TableEvent = Extract<ReadEvent, { readonly type: "table" }>;

/** A file that is being read. */
export interface Reading {
  readonly source: Source;
  readonly wanted: Wanted;
  /** The columns; `events` go on after them. */
  readonly table: Promise<TableEvent>;
  readonly events: AsyncGenerator<ReadEvent>;
  /** The last event, as soon as the file is read; never settles where it is not. */
  readonly read: Promise<DoneEvent>;
  /** Ends the reader. */
  stop(): Promise<void>;
}
