/**
 * What a rollup is: aggregates a group, kept while a file is read.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";

/** One aggregate of a column; `count_rows` has no column. */
export interface RollupMeasure {
  readonly name: string;
  readonly function: "sum" | "count" | "min" | "max" | "avg" | "count_rows";
  readonly column: string | null;
}

/** What to keep. Periods are in UTC. */
export interface RollupRequest {
  /** A date or timestamp column; rows without a time are counted apart. */
  readonly time: string;
  readonly grain: Grain;
  readonly weekStarts: "monday" | "sunday";
  /** Columns whose values make groups. */
  readonly by: readonly string[];
  readonly where: {
    readonly notNull: readonly string[];
    readonly exactRepeats: "keep" | "drop";
  };
  readonly measures: readonly RollupMeasure[];
}

/**
 * The partial sums of a column in one group. Numbers are decimal text, so that they are exact;
 * `null` where the group has no value.
 */
export interface RollupColumn {
  readonly column: string;
  readonly sums: readonly (string | null)[];
  /** Values that are no null. */
  readonly counts: Float64Array;
  readonly minima: readonly (string | null)[];
  readonly maxima: readonly (string | null)[];
}

/** Groups in no order; all arrays have one entry a group. */
export interface Rollup {
  readonly length: number;
  /** Starts of periods: `YYYY-MM-DD`, for hours ISO 8601 in UTC. */
  readonly periods: readonly string[];
  /** Values of each column of `by`, as text in Postgres' form. */
  readonly by: readonly (readonly (string | null)[])[];
  readonly rows: Float64Array;
  /** One for each column that a measure names. */
  readonly columns: readonly RollupColumn[];
  /** Rows that passed the filter and have no time. */
  readonly untimed: number;
}
