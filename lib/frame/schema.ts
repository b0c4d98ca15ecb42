/**
 * What is known of a cell's output without running it: the vocabulary of
 * columns that readers, the SQL checker, steps and pages share.
 *
 * @module
 */

/**
 * The types of a column. In Postgres: int8, numeric, float8, bool, date, time,
 * timestamptz and text with `COLLATE "C"`, in this order.
 */
export const COLUMN_TYPES = [
  "integer",
  "decimal",
  "float",
  "boolean",
  "date",
  "time",
  "timestamp",
  "text",
] as const;

/** The type of a column. */
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** The lengths that a period may have, shortest first. */
export const GRAINS = ["hour", "day", "week", "month", "quarter", "year"] as const;

/** The length of a period. */
export type Grain = (typeof GRAINS)[number];

/**
 * How a measure may be summed: over everything; over dimensions but not over
 * time (a stock); or not at all (a ratio, a distinct count, a median).
 */
export type Additivity = "additive" | "semi_additive" | "non_additive";

/** What flows on an edge of the graph. */
export type Stage = "table" | "series" | "scored" | "forecast" | "events" | "text";

/** What a column is for; `null` where nobody said. */
export type Role = "time" | "dimension" | "measure";

/** What is known of a column without its values. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: Role | null;
  /** A currency code, "%" or the author's word; `null` for a bare number or text. */
  readonly unit: string | null;
  /** `null` unless the column is a measure. */
  readonly additivity: Additivity | null;
}

/** The columns that leave a cell, in order, and the time axis of a series. */
export interface Schema {
  readonly stage: Stage;
  readonly columns: readonly ColumnSchema[];
  /** `null` for a table, whose rows are no periods. */
  readonly grain: Grain | null;
  /** What the relation carries beside its columns; absent means nothing. */
  readonly hidden?: readonly HiddenColumn[];
}

/**
 * The line of the source that a row came from, whether the row repeats an earlier one exactly, and
 * of a series the two sums that a measure is one over the other of, by the measure's place.
 */
export type HiddenColumn =
  | "_line"
  | "_repeat"
  | `_numerator_${number}`
  | `_denominator_${number}`;

/** A column with nothing known but its name and type. */
export function column(
  name: string,
  type: ColumnType,
  known: Partial<ColumnSchema> = {},
): ColumnSchema {
  return { name, type, role: null, unit: null, additivity: null, ...known };
}

/** Whether values of this type can be added up. */
export function isNumeric(type: ColumnType): boolean {
  return type === "integer" || type === "decimal" || type === "float";
}
