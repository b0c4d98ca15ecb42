/**
 * What a person may decide instead of the reader; whatever is absent is told from the file.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";

/** The order of day, month and year in dates that are written with numbers alone. */
export type DateOrder = "dmy" | "mdy" | "ymd";

/** The sign before the fraction of a number. */
export type DecimalSign = "." | ",";

/** What is decided for one column, by its name in the file. */
export interface ColumnOptions {
  readonly type?: ColumnType;
  readonly date_order?: DateOrder;
  readonly decimal?: DecimalSign;
  readonly unit?: string;
  /** Texts that stand for nothing in this column, instead of those found. */
  readonly nulls?: readonly string[];
  /** Whole numbers are seconds or milliseconds since 1970. */
  readonly epoch?: "s" | "ms";
  /** The column's name from now on. */
  readonly name?: string;
  /** The column is not read. */
  readonly leave_out?: boolean;
}

/** What is decided for a file. */
export interface ReadOptions {
  /** The file's name: told in the facts, and a hint to its format. */
  readonly name?: string;
  readonly format?: "csv" | "tsv" | "json" | "ndjson" | "xlsx" | "parquet";
  /** A label that TextDecoder knows, such as "big5". */
  readonly encoding?: string;
  readonly delimiter?: string;
  /** `"none"` where quotes mean nothing. */
  readonly quote?: string;
  /** The line of the header, from 1, or "none". */
  readonly header?: number | "none";
  /** Lines to leave out at the start. */
  readonly skip?: number;
  /** Rows to leave out at the end. */
  readonly footer?: number;
  /** Texts that stand for nothing, besides those that are known. */
  readonly nulls?: readonly string[];
  /** The time zone of times without an offset; UTC unless set. */
  readonly zone?: string;
  readonly columns?: Readonly<Record<string, ColumnOptions>>;
  /** The sheet of a workbook by name, or by place from 1. */
  readonly sheet?: string | number;
  /** The key that holds the rows of a JSON document, with dots. */
  readonly records?: string;
}
