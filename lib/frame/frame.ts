/**
 * Columns of equal length: what a cell's small result is in the program.
 *
 * @module
 */
import type { ColumnType } from "./schema.ts";

/**
 * One column. Numbers are doubles, NaN where there is none; dates are
 * `YYYY-MM-DD`, timestamps ISO 8601 in UTC, times `HH:MM:SS`, `null` where there is none.
 */
export type Column =
  | {
    readonly name: string;
    readonly type: "integer" | "decimal" | "float";
    readonly values: Float64Array;
  }
  | {
    readonly name: string;
    readonly type: "boolean";
    readonly values: readonly (boolean | null)[];
  }
  | {
    readonly name: string;
    readonly type: "date" | "time" | "timestamp" | "text";
    readonly values: readonly (string | null)[];
  };

/** Columns of one length, in order; names are unique. */
export interface Frame {
  readonly length: number;
  readonly columns: readonly Column[];
}

/** A value of a column as pages and files show it. */
export type Value = number | string | boolean | null;

/** Returns the column of this name, or `null`. */
export function findColumn(frame: Frame, name: string): Column | null {
  return frame.columns.find((column) => column.name === name) ?? null;
}

/** Returns the value in a row, with NaN told as `null`. */
export function valueAt(column: Column, row: number): Value {
  const value = column.values[row];
  return typeof value === "number" && Number.isNaN(value) ? null : value;
}

/** Builds a column from plain values; `null` becomes NaN among numbers. */
export function columnOf(name: string, type: ColumnType, values: readonly Value[]): Column {
  switch (type) {
    case "integer":
    case "decimal":
    case "float":
      return {
        name,
        type,
        values: Float64Array.from(values, (value) => value === null ? NaN : Number(value)),
      };
    case "boolean":
      return { name, type, values: values.map((value) => value === null ? null : Boolean(value)) };
    case "date":
    case "time":
    case "timestamp":
    case "text":
      return { name, type, values: values.map((value) => value === null ? null : String(value)) };
  }
}
