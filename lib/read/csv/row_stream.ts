/**
 * Reads a stream of UTF-8 as batches of rows, whatever size its chunks have.
 *
 * Cost: one buffer of 512 KB, larger only where a single row is, less for what is known to be small.
 *
 * @module
 */
import type { RowFilter } from "./row_filter.ts";
import { FOOTER_ROWS } from "./row_filter.ts";
import { type Dialect, Tokenizer } from "./tokenizer.ts";

const BUFFER_BYTES = 512 * 1024;
/** Room after the end, for the scan's sentinel and looks ahead. */
const SLACK_BYTES = 16;
const LEAST_ROWS = 64;
const MOST_ROWS = 4096;
const MOST_CELLS = 1 << 18;
/** Rows are held back for a look at footers only where they are small. */
const HELD_BACK_BYTES = 64 * 1024;

/** Rows that a batch may have, where the whole file has `rows` at most. */
export function batchCapacity(width: number, rows: number): number {
  return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / width), rows));
}

/** One batch: rows that the filter left in the tokenizer. */
export interface CutBatch {
  readonly rows: Tokenizer;
  readonly bytes: Uint8Array;
  /** Bytes of the stream that are behind it. */
  readonly bytesRead: number;
}

/** Cuts a stream into batches; the arrays of one are used again for the next. */
export async function* cutRows(
  chunks: AsyncIterable<Uint8Array>,
  table: {
    readonly dialect: Dialect;
    readonly width: number;
    readonly filter: RowFilter;
    readonly footer: number | null;
    readonly tokenizer: Tokenizer;
    /** So many come, where that is known. */
    readonly length: number | null;
  },
): AsyncGenerator<CutBatch> {
  const { tokenizer, filter } = table;
  const heldRows = Math.max(FOOTER_ROWS, table.footer ?? 0);
  // It is cut up where it is full: all of a small file is to be cut once.
  const needed = Math.min(BUFFER_BYTES, (table.length ?? BUFFER_BYTES) + 1);
  let buffer = new Uint8Array(needed + SLACK_BYTES);
  let filled = 0;
  let bytesRead = 0;

  /** Reads all batches that the buffer holds, and moves what is left to its front. */
  function* drain(final: boolean): Generator<CutBatch> {
    let from = 0;
    while (true) {
      let next = tokenizer.read(buffer, { from, to: filled, final });
      if (tokenizer.rows === 0) {
        from = next;
        break;
      }
      const last = final && next >= filled;
      if (!last) {
        const held = Math.min(heldRows, tokenizer.rows);
        const heldBytes = next - tokenizer.rowStarts[tokenizer.rows - held];
        if (held === tokenizer.rows && next < filled === false && !final) {
          // Too few rows to tell the end from: wait for more, unless they fill the buffer.
          if (filled < buffer.length / 2) {
            from = tokenizer.putBack(held);
            break;
          }
        }
        if (heldBytes <= HELD_BACK_BYTES && held < tokenizer.rows) next = tokenizer.putBack(held);
      }
      from = next;
      filter.filter(tokenizer, buffer, last);
      yield { rows: tokenizer, bytes: buffer, bytesRead: bytesRead - filled + from };
      if (last) break;
    }
    buffer.copyWithin(0, from, filled);
    filled -= from;
  }

  for await (const chunk of chunks) {
    let taken = 0;
    bytesRead += chunk.length;
    while (taken < chunk.length) {
      const room = buffer.length - SLACK_BYTES - filled;
      const part = Math.min(room, chunk.length - taken);
      buffer.set(chunk.subarray(taken, taken + part), filled);
      filled += part;
      taken += part;
      if (filled < buffer.length - SLACK_BYTES) continue;
      yield* drain(false);
      if (filled > (buffer.length - SLACK_BYTES) / 2) {
        const larger = new Uint8Array(2 * buffer.length);
        larger.set(buffer.subarray(0, filled));
        buffer = larger;
      }
    }
  }
  yield* drain(true);
}
