/**
 * Reads text, which stays where it is, and words that are true or false.
 *
 * @module
 */
import { textOf } from "@/lib/read/values/bytes.ts";
import type { CellGrid, ColumnBatch } from "./batch.ts";
import { hasDigit, Kind } from "./cell_scanner.ts";
import { KnownTexts } from "./known_texts.ts";
import { ColumnReader, type ReaderContext } from "./reader.ts";

/** Texts as places in the bytes, without white space around them. */
export class TextReader extends ColumnReader {
  /** Values from which NUL bytes were taken out. */
  nulBytes = 0;
  /** Values from which spaces around them were taken off. */
  trimmed = 0;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #known = new KnownTexts();
  readonly #batch: ColumnBatch;

  constructor(context: ReaderContext) {
    super(context);
    this.#starts = new Int32Array(context.capacity);
    this.#ends = new Int32Array(context.capacity);
    this.#batch = { type: "text", starts: this.#starts, ends: this.#ends, nulls: this.nulls };
  }

  read(grid: CellGrid): ColumnBatch {
    const { bytes, width, starts, ends, rows } = grid;
    const { column, cells, evidence, quotedIsText } = this.context;
    const repeated = this.#known.begin(bytes);
    this.nulls.fill(0, 0, rows);
    for (let row = 0; row < rows; row++) {
      const cell = row * width + column;
      const start = starts[cell];
      const end = ends[cell];
      const last = start < end ? bytes[end - 1] : 0;
      if (last > 32 && last < 0x80) {
        if (repeated && this.#known.find(start, end)) {
          this.#starts[row] = start;
          this.#ends[row] = end;
          continue;
        }
        const digit = hasDigit(bytes, start, end);
        if (cells.isPlainText(bytes, start, end, digit)) {
          evidence.addText(bytes, { start, end }, { digit, times: 1 });
          if (repeated) this.#known.learn(bytes, start, end);
          this.#starts[row] = start;
          this.#ends[row] = end;
          continue;
        }
      }
      if (this.isNothing(grid, cell)) {
        this.setNull(row);
        continue;
      }
      // A source with types of its own has said exactly what the text is.
      this.#starts[row] = quotedIsText ? start : cells.start;
      this.#ends[row] = quotedIsText ? end : cells.end;
      if (this.#ends[row] - this.#starts[row] < end - start) this.trimmed++;
    }
    this.#known.take((text, times) => {
      const digit = hasDigit(text, 0, text.length);
      evidence.addText(text, { start: 0, end: text.length }, { digit, times });
    });
    return this.#batch;
  }

  /** Takes NUL bytes, which no database text can hold, out of the batch that was read last. */
  removeNuls(bytes: Uint8Array, rows: number): void {
    for (let row = 0; row < rows; row++) {
      if (this.nulls[row] === 1) continue;
      const start = this.#starts[row];
      let to = start;
      for (let at = start; at < this.#ends[row]; at++) {
        if (bytes[at] !== 0) bytes[to++] = bytes[at];
      }
      if (to !== this.#ends[row]) this.nulBytes++;
      this.#ends[row] = to;
    }
  }
}

/** Words of the pairs that the plan names, as 1 and 0. */
export class BooleanReader extends ColumnReader {
  readonly #values: Uint8Array;
  readonly #batch: ColumnBatch;

  constructor(context: ReaderContext) {
    super(context);
    this.#values = new Uint8Array(context.capacity);
    this.#batch = { type: "boolean", values: this.#values, nulls: this.nulls };
  }

  read(grid: CellGrid): ColumnBatch {
    this.nulls.fill(0, 0, grid.rows);
    for (let row = 0; row < grid.rows; row++) {
      const cell = row * grid.width + this.context.column;
      if (this.isNothing(grid, cell)) {
        this.setNull(row);
        continue;
      }
      const truth = this.#truthOf(grid);
      if (truth === null) {
        this.rejectCell(grid, row, "Neither true nor false where the column is boolean");
      } else this.#values[row] = truth ? 1 : 0;
    }
    return this.#batch;
  }

  #truthOf(grid: CellGrid): boolean | null {
    const { cells, plan } = this.context;
    if (cells.kind === Kind.word && cells.word !== null && (cells.word.pairs & plan.pairs) !== 0) {
      return cells.word.truth;
    }
    if (cells.kind !== Kind.number) return null;
    const digit = textOf(grid.bytes, cells.start, cells.end);
    return digit === "1" ? true : digit === "0" ? false : null;
  }
}
