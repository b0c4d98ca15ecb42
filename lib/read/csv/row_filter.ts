/**
 * Takes out of a batch what is no data row: preamble, headers, comments, footers, rows
 * that are too long. Everything taken out is counted or kept.
 *
 * @module
 */
import type { Rejection } from "@/lib/read/facts.ts";
import { RepeatTable } from "@/lib/read/repeats.ts";
import { textOf, trimStart } from "@/lib/read/values/bytes.ts";
import type { Layout } from "./layout.ts";
import { isRule } from "./rules.ts";
import { type Dialect, ESCAPED, PLAIN, type Tokenizer, unescape } from "./tokenizer.ts";

/** Rows at the end that are looked at for footers. */
export const FOOTER_ROWS = 32;

const TOTAL =
  /^(grand[ -]?total|sub-?total|totals?|sum|summe|gesamt(summe)?|insgesamt|total (general|général)|totale|totaal|итого|合計|合计|总计|總計)(\s*:?$|\s*:\s)/i;
const NOTE =
  /^(#|\*|†|source|quelle|note|notes|footnote|anmerkung|©|\(c\)|--|end of|generated|report|\(?\d+ rows)/i;

const SPACE = 32;
const NOT_ASCII = 128;

/** What was taken out. */
export interface LeftOut {
  repeatedHeaders: number;
  comments: number;
  /** Lines that are drawn between rows. */
  rules: number;
  shortRows: number;
  readonly footers: { readonly line: number; readonly text: string }[];
}

/** Filters the batches of one file in turn. */
export class RowFilter {
  readonly leftOut: LeftOut = {
    repeatedHeaders: 0,
    comments: 0,
    rules: 0,
    shortRows: 0,
    footers: [],
  };
  /** Data rows: those that were kept and those that were rejected. */
  rows = 0;
  rejectedRows = 0;
  duplicates = 0;
  /** 1 where the row of the batch repeats an earlier one. */
  readonly repeats: Uint8Array;
  readonly #layout: Layout;
  readonly #dialect: Dialect;
  readonly #canonical: boolean;
  readonly #reject: (rejection: Rejection) => void;
  readonly #table: RepeatTable | null;
  readonly #drop: Uint8Array;
  readonly #highs: Int32Array;
  readonly #lows: Int32Array;
  readonly #footerRows: number | null;
  #skip: number;
  /** The header's cells without spaces around them, and the first that is filled. */
  readonly #header: readonly Uint8Array[];
  readonly #headerCell: number;
  #scratch: Uint8Array = new Uint8Array(4096);

  constructor(
    context: {
      readonly layout: Layout;
      readonly dialect: Dialect;
      /** Whether the first cell of each row is its line, and nothing is left out. */
      readonly canonical: boolean;
      /** Rows to leave out at the end, where a person said so. */
      readonly footer: number | null;
      readonly capacity: number;
      /** Whether rows that repeat earlier ones are told. */
      readonly tellsRepeats: boolean;
      readonly reject: (rejection: Rejection) => void;
    },
  ) {
    this.#layout = context.layout;
    this.#dialect = context.dialect;
    this.#canonical = context.canonical;
    this.#footerRows = context.footer;
    this.#reject = context.reject;
    this.#table = context.tellsRepeats ? new RepeatTable() : null;
    this.#skip = context.layout.skipRows;
    const encoder = new TextEncoder();
    this.#header = (context.layout.headerCells ?? []).map((cell) => encoder.encode(cell.trim()));
    this.#headerCell = this.#header.findIndex((cell) => cell.length > 0);
    this.#drop = new Uint8Array(context.capacity);
    this.#highs = new Int32Array(context.capacity);
    this.#lows = new Int32Array(context.capacity);
    this.repeats = new Uint8Array(context.capacity);
  }

  /** Leaves the data rows in the tokenizer's arrays; `last` where the file ends with them. */
  filter(batch: Tokenizer, bytes: Uint8Array, last: boolean): void {
    const drop = this.#drop;
    drop.fill(0, 0, batch.rows);
    let dropped = 0;
    const { width } = this.#layout;
    if (last && !this.#canonical) dropped += this.#dropFooters(batch, bytes);
    for (let row = 0; row < batch.rows; row++) {
      if (drop[row] === 1) continue;
      if (this.#skip > 0) {
        this.#skip--;
        drop[row] = 1;
        dropped++;
        continue;
      }
      const cells = batch.rowWidths[row];
      const left = this.#isHeader(batch, bytes, row) || this.#isRule(batch, bytes, row) ||
        (cells !== width && this.#isOdd(batch, bytes, row));
      if (left) {
        drop[row] = 1;
        dropped++;
        continue;
      }
      if (this.#table !== null) {
        this.#hash(this.#table, batch, { bytes, row });
        this.#highs[row] = this.#table.high;
        this.#lows[row] = this.#table.low;
      }
      if (cells < width) this.leftOut.shortRows++;
      this.rows++;
      if (batch.rowMarks[row] === ESCAPED) this.#unescape(batch, bytes, row);
    }
    const hashes = { highs: this.#highs, lows: this.#lows };
    const marks = { skip: drop, repeats: this.repeats };
    this.duplicates += this.#table?.addAll(hashes, batch.rows, marks) ?? 0;
    if (dropped > 0) this.#compact(batch);
  }

  /** Whether a row repeats the header, however it is quoted and spaced. */
  #isHeader(batch: Tokenizer, bytes: Uint8Array, row: number): boolean {
    if (this.#canonical || this.#headerCell < 0) return false;
    if (!this.#isName(batch, bytes, { row, cell: this.#headerCell })) return false;
    const cells = Math.min(this.#header.length, batch.width);
    for (let cell = 0; cell < cells; cell++) {
      if (!this.#isName(batch, bytes, { row, cell })) return false;
    }
    this.leftOut.repeatedHeaders++;
    return true;
  }

  /** Whether a cell is the header's cell above it. */
  #isName(
    batch: Tokenizer,
    bytes: Uint8Array,
    { row, cell }: { row: number; cell: number },
  ): boolean {
    const name = this.#header[cell];
    const place = row * batch.width + cell;
    const first = bytes[batch.starts[place]];
    // Nearly every row ends here; a space, plain or not, may come before the name.
    if (name.length > 0 && first !== name[0] && first > SPACE && first < NOT_ASCII) return false;
    const start = trimStart(bytes, batch.starts[place], batch.ends[place]);
    if (start + name.length > batch.ends[place]) return false;
    for (let at = 0; at < name.length; at++) if (bytes[start + at] !== name[at]) return false;
    return trimStart(bytes, start + name.length, batch.ends[place]) === batch.ends[place];
  }

  /** Whether a row is a line that is drawn between others. */
  #isRule(batch: Tokenizer, bytes: Uint8Array, row: number): boolean {
    if (this.#canonical || !isRule(bytes, batch.rowStarts[row], batch.rowEnds[row])) return false;
    this.leftOut.rules++;
    return true;
  }

  /** Whether a row of another width is to be left out: a comment, or longer than the table. */
  #isOdd(batch: Tokenizer, bytes: Uint8Array, row: number): boolean {
    const { width } = this.#layout;
    const cells = batch.rowWidths[row];
    const start = batch.rowStarts[row];
    if (
      !this.#canonical && bytes[start] === 35 && cells < width &&
      this.#filled(batch, row) * 3 <= width
    ) {
      this.leftOut.comments++;
      return true;
    }
    if (cells < width || this.#surplusIsEmpty(batch, bytes, row)) return false;
    this.rows++;
    this.rejectedRows++;
    this.#reject({
      line: batch.rowLines[row],
      column: null,
      value: textOf(bytes, start, Math.min(batch.rowEnds[row], start + 10_000)),
      reason: `Has ${cells} cells where the table has ${width}`,
    });
    return true;
  }

  /** Whether only delimiters and spaces follow the last cell that the table has. */
  #surplusIsEmpty(batch: Tokenizer, bytes: Uint8Array, row: number): boolean {
    const end = batch.ends[row * batch.width + batch.width - 1];
    const delimiter = new TextEncoder().encode(this.#dialect.delimiter);
    for (let at = end; at < batch.rowEnds[row]; at++) {
      const byte = bytes[at];
      const quote = at === end && this.#dialect.quote?.charCodeAt(0) === byte;
      if (byte !== 32 && byte !== 9 && !quote && !delimiter.includes(byte)) return false;
    }
    return true;
  }

  #filled(batch: Tokenizer, row: number): number {
    let filled = 0;
    for (let cell = row * batch.width; cell < (row + 1) * batch.width; cell++) {
      if (batch.ends[cell] > batch.starts[cell]) filled++;
    }
    return filled;
  }

  /** Marks the rows after the table's end. */
  #dropFooters(batch: Tokenizer, bytes: Uint8Array): number {
    let first = batch.rows;
    if (this.#footerRows !== null) first = Math.max(0, batch.rows - this.#footerRows);
    else {
      const lowest = Math.max(this.#skip + 1, batch.rows - FOOTER_ROWS);
      for (let row = batch.rows - 1; row >= lowest; row--) {
        const kind = this.#footerKind(batch, bytes, row);
        if (kind === "sure") first = row;
        else if (kind === "no") break;
      }
    }
    for (let row = first; row < batch.rows; row++) {
      this.#drop[row] = 1;
      const text = textOf(bytes, batch.rowStarts[row], batch.rowEnds[row]).slice(0, 1000);
      this.leftOut.footers.push({ line: batch.rowLines[row], text });
    }
    return batch.rows - first;
  }

  /** Whether a row is a footer; "maybe" where rows above decide it. */
  #footerKind(batch: Tokenizer, bytes: Uint8Array, row: number): "sure" | "maybe" | "no" {
    const { width } = this.#layout;
    const base = row * batch.width;
    const filled = this.#filled(batch, row);
    const lead = textOf(bytes, batch.starts[base], batch.ends[base]).trim();
    const second = width < 2
      ? ""
      : textOf(bytes, batch.starts[base + 1], batch.ends[base + 1]).trim();
    if (TOTAL.test(lead) || (lead === "" && TOTAL.test(second))) {
      return this.#isCategory(batch, bytes, { row, total: lead }) ? "no" : "sure";
    }
    if (width < 2 || batch.rowWidths[row] >= width && filled > 1) return "no";
    if (filled > 1 && filled * 3 > width) return "no";
    if (batch.blankBefore[row] === 1 || NOTE.test(lead)) return "sure";
    return filled === 1 && /[\s:]/.test(lead) && lead.length > 8 && width > 2 ? "sure" : "maybe";
  }

  /** Whether other rows begin with the same word, so that it is a value of the column. */
  #isCategory(
    batch: Tokenizer,
    bytes: Uint8Array,
    { row, total }: { row: number; total: string },
  ): boolean {
    for (let other = 0; other < row; other++) {
      const start = batch.starts[other * batch.width];
      if (batch.ends[other * batch.width] - start !== total.length || total === "") continue;
      if (textOf(bytes, start, start + total.length) === total) return true;
    }
    return false;
  }

  /** Hashes a row: as it is, or written anew where quotes stand around cells. */
  #hash(
    table: RepeatTable,
    batch: Tokenizer,
    { bytes, row }: { readonly bytes: Uint8Array; readonly row: number },
  ): void {
    const base = row * batch.width;
    const firstCell = this.#canonical ? 1 : 0;
    if (batch.rowMarks[row] === PLAIN) {
      const start = this.#canonical ? batch.ends[base] : batch.rowStarts[row];
      table.hash(bytes, start, batch.rowEnds[row]);
      return;
    }
    const needed = 2 * (batch.rowEnds[row] - batch.rowStarts[row]) + 4 * batch.width + 16;
    if (this.#scratch.length < needed) this.#scratch = new Uint8Array(needed * 2);
    const scratch = this.#scratch;
    let to = 0;
    const cells = Math.min(batch.rowWidths[row], batch.width);
    const delimiter = this.#dialect.delimiter.charCodeAt(0);
    for (let cell = base + firstCell; cell < base + cells; cell++) {
      if (cell > base) scratch[to++] = delimiter;
      const start = batch.starts[cell];
      const end = batch.ends[cell];
      const quoted = batch.marks[cell] !== PLAIN && needsQuotes(bytes, { start, end }, delimiter);
      if (quoted) scratch[to++] = 34;
      for (let at = start; at < end; at++) scratch[to++] = bytes[at];
      if (quoted) scratch[to++] = 34;
    }
    table.hash(scratch, 0, to);
  }

  #unescape(batch: Tokenizer, bytes: Uint8Array, row: number): void {
    const base = row * batch.width;
    for (let cell = base; cell < base + batch.width; cell++) {
      if (batch.marks[cell] !== ESCAPED) continue;
      const span = { start: batch.starts[cell], end: batch.ends[cell] };
      batch.ends[cell] = unescape(bytes, span, this.#dialect);
    }
  }

  /** Closes the gaps that dropped rows leave. */
  #compact(batch: Tokenizer): void {
    const { width } = batch;
    const { starts, ends, marks, rowStarts, rowEnds, rowLines, rowMarks } = batch;
    let to = 0;
    for (let row = 0; row < batch.rows; row++) {
      if (this.#drop[row] === 1) continue;
      const first = row;
      while (row + 1 < batch.rows && this.#drop[row + 1] === 0) row++;
      const end = row + 1;
      if (to !== first) {
        for (const cells of [starts, ends, marks]) {
          cells.copyWithin(to * width, first * width, end * width);
        }
        for (const rows of [rowStarts, rowEnds, rowLines, rowMarks, this.repeats]) {
          rows.copyWithin(to, first, end);
        }
      }
      to += end - first;
    }
    batch.rows = to;
  }
}

function needsQuotes(
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
  delimiter: number,
): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === delimiter || byte === 34 || byte === 10 || byte === 13) return true;
  }
  return false;
}
