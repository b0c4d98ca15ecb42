/**
 * Rows as typed columns: what leaves the reader inside the process.
 *
 * Where `nulls` is 1 the value beside it means nothing. A batch's arrays are used again
 * for the next one.
 *
 * @module
 */

/** The values of one column in a batch. */
export type ColumnBatch =
  | {
    /** `values` are whole numbers: the value times ten to its row's `scales`. */
    readonly type: "integer" | "decimal";
    readonly values: Float64Array;
    readonly scales: Uint8Array;
    /** Plain decimal text of rows whose value no double holds; their `values` are NaN. */
    readonly exact: Map<number, string>;
    readonly nulls: Uint8Array;
  }
  | { readonly type: "float"; readonly values: Float64Array; readonly nulls: Uint8Array }
  | { readonly type: "boolean"; readonly values: Uint8Array; readonly nulls: Uint8Array }
  /** Days from 1970. */
  | { readonly type: "date"; readonly values: Float64Array; readonly nulls: Uint8Array }
  /** Microseconds from midnight, and from 1970 in UTC. */
  | {
    readonly type: "time" | "timestamp";
    readonly values: Float64Array;
    readonly nulls: Uint8Array;
  }
  /** UTF-8 without NUL, at these places in the batch's bytes. */
  | {
    readonly type: "text";
    readonly starts: Int32Array;
    readonly ends: Int32Array;
    readonly nulls: Uint8Array;
  };

/** Rows in the order of the file. */
export interface RowBatch {
  readonly rows: number;
  /** The line on which each row starts. */
  readonly lines: Float64Array;
  /** 1 where the row repeats an earlier one exactly. */
  readonly repeats: Uint8Array;
  readonly bytes: Uint8Array;
  readonly columns: readonly ColumnBatch[];
}

/** The cells of some rows, each `width` cells wide from `first` on. */
export interface CellGrid {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly width: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly marks: Uint8Array;
  readonly lines: Float64Array;
}
