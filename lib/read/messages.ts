/**
 * What the process that reads files and its parent say to each other.
 *
 * @module
 */
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import type { FileFacts, Rejection } from "./facts.ts";
import type { Rollup, RollupColumn } from "./rollup.ts";

/** From the parent: the bytes of the stream of this number are with it, or it has ended. */
export interface SourceMessage {
  readonly stream: number;
  readonly end: boolean;
}

/** A rollup as plain data, its counts being lists. */
export interface PlainRollup extends Omit<Rollup, "rows" | "columns"> {
  readonly rows: readonly number[];
  readonly columns:
    readonly (Omit<RollupColumn, "counts"> & { readonly counts: readonly number[] })[];
}

/** From the child: it wants the file from its start, as the stream of this number. */
export interface OpenMessage {
  readonly type: "open";
  readonly stream: number;
}

/** From the child on its way; the bytes of "copy" are with it. */
export type ReaderMessage =
  | OpenMessage
  | { readonly type: "table"; readonly columns: readonly ColumnSchema[]; readonly attempt: number }
  | { readonly type: "copy" }
  | { readonly type: "rejected"; readonly rejections: readonly Rejection[] }
  | { readonly type: "progress"; readonly bytes: number; readonly rows: number };

/** What the child answers at the end: it is known before what was sent is taken. */
export interface ReaderAnswer {
  readonly facts: FileFacts;
  readonly rollups: readonly (PlainRollup | null)[];
  readonly counts: readonly (readonly number[] | null)[];
}

/** A rollup as it travels. */
export function packRollup(rollup: Rollup): PlainRollup {
  return {
    ...rollup,
    rows: [...rollup.rows],
    columns: rollup.columns.map((column) => ({ ...column, counts: [...column.counts] })),
  };
}

/** A rollup as it was. */
export function unpackRollup(rollup: PlainRollup): Rollup {
  return {
    ...rollup,
    rows: Float64Array.from(rollup.rows),
    columns: rollup.columns.map((column) => ({
      ...column,
      counts: Float64Array.from(column.counts),
    })),
  };
}
