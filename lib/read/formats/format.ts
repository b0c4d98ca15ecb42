/**
 * What every format's reader gives: pieces of canonical CSV, and what there is
 * to tell about them.
 *
 * Canonical CSV is UTF-8 with commas, `"` doubled, LF, a header row first. The
 * first field of a row is the source's own number of it (line, record, sheet row).
 * An unquoted empty field is null, `""` is empty text.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
import type { Decision, Rejection } from "@/lib/read/facts.ts";

/** Opens the same bytes anew at each call; formats that need two passes call it twice. */
export type ByteSource = () => AsyncIterable<Uint8Array>;

export type FormatName = "csv" | "json" | "ndjson" | "xlsx" | "parquet";

/** A column as its source declares it; `type` is `null` where the text must tell. */
export interface SourceColumn {
  readonly name: string;
  readonly type: ColumnType | null;
  /** "%" or a currency code where the source says so, else `null`. */
  readonly unit: string | null;
}

/** What comes out of a reader, in order; `columns` comes before the first bytes. */
export type Piece =
  | { readonly type: "columns"; readonly columns: readonly SourceColumn[] }
  | { readonly type: "bytes"; readonly bytes: Uint8Array }
  | { readonly type: "rejection"; readonly rejection: Rejection }
  | { readonly type: "decision"; readonly decision: Decision }
  | { readonly type: "warning"; readonly message: string };

/** Returns a decision to tell; `alternatives` are values for the option of the same name. */
export function decisionOf(
  what: string,
  chosen: string,
  known: Partial<Decision> & { readonly evidence: string },
): Piece {
  const decision = { what, column: null, chosen, doubtful: false, alternatives: [], ...known };
  return { type: "decision", decision };
}

/** Reads a file; each call gives all its pieces anew, and what was learned is kept between calls. */
export type FormatReader = () => AsyncIterable<Piece>;

/** What a person may set; absent means: decide and tell. */
export interface FormatOptions {
  /** Read the file as this, whatever its bytes look like. */
  readonly format?: FormatName | "tsv";
  /** The name of a sheet, or its place among the sheets, from 1. */
  readonly sheet?: string | number;
  /** The row of the sheet that holds the names, from 1, or "none". */
  readonly header?: number | "none";
  /** The key that holds the rows of a JSON document, with dots; "" for the document itself. */
  readonly records?: string;
  readonly limits?: Partial<Limits>;
}

/** Above these a file is refused rather than read. */
export interface Limits {
  /** Bytes that come out of one compressed file, or of all parts of a workbook. */
  readonly inflatedBytes: number;
  /** Bytes out for each byte in, looked at once 16 MB have come out. */
  readonly inflationRatio: number;
  /** Bytes of a workbook or Parquet file, which must be held in memory. */
  readonly heldBytes: number;
  /** Bytes of all parts of a workbook. */
  readonly workbookBytes: number;
  /** Parts of a workbook. */
  readonly parts: number;
  /** Characters of one JSON record. */
  readonly recordCharacters: number;
  /** Objects and arrays within one another. */
  readonly depth: number;
  readonly columns: number;
}

export const DEFAULT_LIMITS: Limits = {
  inflatedBytes: 16 * 1024 ** 3,
  inflationRatio: 250,
  heldBytes: 512 * 1024 ** 2,
  workbookBytes: 2 * 1024 ** 3,
  parts: 10_000,
  recordCharacters: 64 * 1024 ** 2,
  depth: 64,
  columns: 20_000,
};

/** Returns the limits in force. */
export function limitsOf(options: FormatOptions): Limits {
  return { ...DEFAULT_LIMITS, ...options.limits };
}

/** Makes a value when it is first asked for, and then keeps it. */
export function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => made ??= make();
}
