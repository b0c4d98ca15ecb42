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
  readonly #batch: RowBatch;
  readonly #columns: readonly TextColumn[];
  #decoded: Decoded | null = null;

  /** Takes the columns of a batch whose texts may be read; nothing is decoded before one is. */
  constructor(batch: RowBatch, columns: readonly TextColumn[]) {
    this.#batch = batch;
    this.#columns = columns;
  }

  /** A column's text in a row; `null` where it is nothing but white space, or there is no column. */
  at(column: TextColumn | null, row: number): string | null {
    if (column === null || column.nulls[row] === 1) return null;
    const text = this.#read(column.starts[row], column.ends[row]).trim();
    return text === "" ? null : text;
  }

  /** Whether there is a text of at most so many characters, seen from its bytes; `false` where these do not tell. */
  isShort({ starts, ends, nulls }: TextColumn, row: number, most: number): boolean {
    const { bytes } = this.#batch;
    const first = bytes[starts[row]];
    return nulls[row] === 0 && first > SPACE && first <= LAST_ASCII &&
      ends[row] - starts[row] <= most;
  }

  #read(start: number, end: number): string {
    const { bytes } = this.#batch;
    for (let i = start; i < end; i++) {
      if (bytes[i] > LAST_ASCII) return UTF8.decode(bytes.subarray(start, end));
    }
    this.#decoded ??= decode(this.#batch, this.#columns);
    const { characters, from } = this.#decoded;
    return characters.slice(start - from, end - from);
  }
}

const SPACE = 0x20;
const LAST_ASCII = 0x7f;

/** The bytes from `from` on, each as a character. */
interface Decoded {
  readonly from: number;
  readonly characters: string;
}

/** Decodes the part of a batch's bytes that some columns are in. */
function decode({ bytes, rows }: RowBatch, columns: readonly TextColumn[]): Decoded {
  let first = Infinity;
  let last = 0;
  for (const { starts, ends, nulls } of columns) {
    for (let row = 0; row < rows; row++) {
      if (nulls[row] === 1) continue;
      if (starts[row] < first) first = starts[row];
      if (ends[row] > last) last = ends[row];
    }
  }
  const from = Math.min(first, last);
  return { from, characters: BYTES.decode(bytes.subarray(from, last)) };
}
