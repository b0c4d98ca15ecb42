/**
 * What a sql cell tells of its result: its first rows.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";

/** Rows that are told of; the rest is in the relation. */
export const HEAD_ROWS = 50;

/** What a sql cell tells of its result. */
export interface SqlFacts {
  readonly columns: readonly ColumnSchema[];
  readonly rows: number;
  /** The first rows, in the order of the query; one value a column. */
  readonly head: readonly (readonly Value[])[];
}
