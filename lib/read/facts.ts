/**
 * What is known of a file once it is read: figures, decisions, warnings.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";

/** One thing the reader decided, and what for; overridden by an option of the same name. */
export interface Decision {
  /** Such as "delimiter", "header", "type", "date order", "decimal sign". */
  readonly what: string;
  /** `null` where the decision is for the whole file. */
  readonly column: string | null;
  readonly chosen: string;
  readonly evidence: string;
  /** Whether the evidence leaves room for another choice. */
  readonly doubtful: boolean;
  readonly alternatives: readonly string[];
}

/** A row (`column` is `null`) or a value that does not fit; lines count from 1. */
export interface Rejection {
  readonly line: number;
  readonly column: string | null;
  readonly value: string;
  readonly reason: string;
}

/** What `deno task inspect --json` prints, one line a file. */
export interface FileFacts {
  readonly file: string;
  readonly format: string;
  readonly encoding: string;
  /** `null` where the format has none. */
  readonly delimiter: string | null;
  readonly quote: string | null;
  /** The line of the header, from 1; `null` where there is none. */
  readonly header_line: number | null;
  /** Data rows: without header, blank rows and repeated headers; with rejected rows. */
  readonly rows: number;
  readonly columns: number;
  readonly names: readonly string[];
  readonly types: Readonly<Record<string, ColumnType>>;
  /** Rows that repeat an earlier one exactly. */
  readonly duplicates: number;
  readonly nulls: Readonly<Record<string, number>>;
  /**
   * Of numeric columns; added up exactly, then made a double. Percents are added as they
   * are written, 25% as 25, though their value in the table is the ratio 0.25.
   */
  readonly sums: Readonly<Record<string, number>>;
  /** First and last of date and timestamp columns; `null` where there is none. */
  readonly dates: Readonly<Record<string, readonly [string, string] | null>>;
  /** Rejected values and rows. */
  readonly rejected: number;
  /** Rows that were rejected as a whole. */
  readonly rejected_rows: number;
  readonly decisions: readonly Decision[];
  readonly warnings: readonly string[];
}
