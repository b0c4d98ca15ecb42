/**
 * Rows of a result: a page at a time, statistics of a column, whole exports.
 *
 * @module
 */
import type { Figure } from "@/lib/chart/block.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { Value } from "@/lib/frame/frame.ts";

/** A table of so many rows is prepared for whoever looks at it; fewer are sorted when it is asked for. */
export const LARGE_TABLE_ROWS = 50_000;

/** One condition on a column; all hold together. */
export interface RowCondition {
  readonly column: string;
  readonly type: "contains" | "equals" | "at_least" | "at_most" | "is_null" | "is_not_null";
  readonly value: string;
}

/** Which rows of a result, in which order; ties keep the relation's own order. */
export interface RowsAsked {
  readonly key: string;
  readonly sort: { readonly column: string; readonly direction: "ascending" | "descending" } | null;
  readonly where: readonly RowCondition[];
}

/** Some rows of a result. */
export interface RowsPage {
  readonly schema: Schema;
  readonly rows: readonly (readonly Value[])[];
  readonly offset: number;
  /** All rows that the conditions leave. */
  readonly total: number;
}

/** What the values of a column are like. */
export interface ColumnStatistics {
  readonly column: string;
  readonly nulls: number;
  readonly distinct: number;
  readonly least: Value;
  readonly greatest: Value;
  readonly mean: number | null;
  readonly median: number | null;
  readonly deviation: number | null;
  /** The most frequent values. */
  readonly top: readonly { readonly value: Value; readonly rows: number }[];
}

/** What a table or result is exported as. */
export type TableFormat = "csv" | "xlsx" | "json";

/** What a chart is downloaded as. */
export type ChartFormat = "svg" | "png";

/** Reads results by key. An unknown key: NOT_FOUND. */
export interface Tables {
  page(
    asked: RowsAsked & { readonly offset: number; readonly limit: number },
  ): Promise<RowsPage>;
  statistics(asked: { readonly key: string; readonly column: string }): Promise<ColumnStatistics>;
  /** All rows that are asked for; CSV and XLSX are safe for spreadsheets. */
  export(asked: RowsAsked & { readonly format: TableFormat }): AsyncIterable<Uint8Array>;
  /** A chart of the result, by its place among the blocks, as a file of its own. */
  chart(asked: {
    readonly key: string;
    readonly place: number;
    readonly format: ChartFormat;
    /** For PNG; SVG follows whoever looks at it. */
    readonly theme: "light" | "dark";
  }): AsyncIterable<Uint8Array>;
  /** What a chart of the result shows, by its place among the blocks. */
  figure(asked: { readonly key: string; readonly place: number }): Promise<Figure>;
  /** The forests that a detect cell trained, as a file that others take as their model. */
  forests(asked: { readonly key: string }): AsyncIterable<Uint8Array>;
  /** What a cell rejected, as CSV. */
  rejected(asked: { readonly key: string }): AsyncIterable<Uint8Array>;
}
