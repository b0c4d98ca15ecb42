/**
 * Reads many short texts out of the same bytes.
 *
 * Each call of the platform's decoder costs as much as all else that is done with a short text:
 * so all bytes are decoded at once, each to one character, of which ASCII is right already.
 *
 * Cost: O(bytes) once, then O(length) a text.
 *
 * @module
 */
import type { ColumnBatch, RowBatch } from "@/lib/read/columns/batch.ts";

const BYTES = new TextDecoder("windows-1252");
const UTF8 = new TextDecoder();

/** A column of texts. */
export type TextColumn = Extract<ColumnBatch, { readonly type: "text" }>;

/** The texts of some columns, by where they are. */
export class Utf8Texts {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  /** Of the bytes from `#start` on. */
  readonly #characters: string;

  /** Takes the columns of a batch whose texts will be read. */
  constructor({ bytes, rows }: RowBatch, columns: readonly TextColumn[]) {
    let first = Infinity;
    let last = 0;
    for (const { starts, ends, nulls } of columns) {
      for (let row = 0; row < rows; row++) {
        if (nulls[row] === 1) continue;
        if (starts[row] < first) first = starts[row];
        if (ends[row] > last) last = ends[row];
      }
    }
    this.#bytes = bytes;
    this.#start = Math.min(first, last);
    this.#characters = BYTES.decode(bytes.subarray(this.#start, last));
  }

  /** A column's text in a row; `null` where it is nothing but white space, or there is no column. */
  at(column: TextColumn | null, row: number): string | null {
    if (column === null || column.nulls[row] === 1) return null;
    const text = this.#read(column.starts[row], column.ends[row]).trim();
    return text === "" ? null : text;
  }

  #read(start: number, end: number): string {
    const bytes = this.#bytes;
    for (let i = start; i < end; i++) {
      if (bytes[i] > 0x7f) return UTF8.decode(bytes.subarray(start, end));
    }
    return this.#characters.slice(start - this.#start, end - this.#start);
  }
}
