/**
 * Reads a file of any format as bytes for COPY, with the facts and rollups at the end.
 *
 * @module
 */
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { copyRows, copyWriter } from "./copy_rows.ts";
import type { FileFacts, Rejection } from "./facts.ts";
import type { ByteSource } from "./formats/format.ts";
import type { ReadOptions } from "./options.ts";
import { readBatches } from "./read_batches.ts";
import type { Rollup, RollupRequest } from "./rollup.ts";
import { type CountRequest, RowCounter } from "./row_counts.ts";
import { RollupKeeper } from "./rollup_keeper.ts";

/** What comes out of a file, in order. */
export type ReadEvent =
  /**
   * The table's own columns; before them it has those of HIDDEN_COLUMNS. A second one
   * means: forget all that came before it.
   */
  | { readonly type: "table"; readonly columns: readonly ColumnSchema[]; readonly attempt: number }
  /** A piece of one stream in the binary COPY format; it ends with `done`. */
  | { readonly type: "copy"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: "rejected"; readonly rejections: readonly Rejection[] }
  | { readonly type: "progress"; readonly bytes: number; readonly rows: number }
  /** One rollup and one list of counts a request, `null` where the columns do not allow it. */
  | {
    readonly type: "done";
    readonly facts: FileFacts;
    readonly rollups: readonly (Rollup | null)[];
    readonly counts: readonly (readonly number[] | null)[];
  };

/** The last of them: what is known of the whole file. */
export type DoneEvent = Extract<ReadEvent, { readonly type: "done" }>;

/** What to read, and what to keep while reading. */
export interface RowOptions extends ReadOptions {
  readonly rollups?: readonly RollupRequest[];
  readonly counts?: readonly CountRequest[];
  /** So many rows are written at most; all of them count for the facts. */
  readonly writtenRows?: number;
}

/** Reads the file that `source` opens, anew at each call of it. @throws AppError */
export async function* readRows(
  source: ByteSource,
  options: RowOptions = {},
): AsyncGenerator<ReadEvent> {
  let writer = copyWriter(0);
  let keepers: readonly (RollupKeeper | null)[] = [];
  let counters: readonly (RowCounter | null)[] = [];
  let left = Infinity;
  for await (const event of readBatches(source, options)) {
    switch (event.type) {
      case "table":
        writer = copyWriter(event.columns.length);
        left = options.writtenRows ?? Infinity;
        keepers = (options.rollups ?? []).map((request) =>
          RollupKeeper.over(event.columns, request)
        );
        counters = (options.counts ?? []).map((request) => RowCounter.over(event.columns, request));
        yield event;
        break;
      case "batch":
        for (const keeper of [...keepers, ...counters]) keeper?.add(event.batch);
        for (let row = 0; row < Math.min(event.batch.rows, left);) {
          const batch = left < event.batch.rows ? { ...event.batch, rows: left } : event.batch;
          row = copyRows(writer, batch, row);
          if (writer.full) yield { type: "copy", bytes: writer.take() };
        }
        left = Math.max(0, left - event.batch.rows);
        break;
      case "done":
        yield { type: "copy", bytes: writer.finish() };
        yield {
          ...event,
          rollups: keepers.map((keeper) => keeper?.finish() ?? null),
          counts: counters.map((counter) => counter?.finish() ?? null),
        };
        break;
      default:
        yield event;
    }
  }
}
