/**
 * The first rows of a file, cut in a given dialect, as text.
 *
 * @module
 */
import { type Dialect, ESCAPED, PLAIN, Tokenizer, unescape } from "./tokenizer.ts";
import { isRule } from "./rules.ts";
import { textOf } from "@/lib/read/values/bytes.ts";

/** One of the first rows. */
export interface HeadRow {
  readonly line: number;
  /** Rows before it, drawn lines among them. */
  readonly place: number;
  readonly cells: readonly string[];
  readonly blankBefore: boolean;
  /** Whether a quote stands around any of its cells. */
  readonly quoted: boolean;
}

const LARGEST_GRID = 1 << 20;

/** Line ends, those within quotes too. */
export function lineEnds(bytes: Uint8Array): number {
  let count = 0;
  // By its places: to iterate over bytes takes twelve times as long.
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 10 || bytes[at] === 13) count++;
  return count;
}

/** Cells of the widest line in a head, at most. */
export function widestLine(head: Uint8Array, delimiter: string): number {
  if (delimiter === "") return 1;
  const first = delimiter.charCodeAt(0) < 128 ? delimiter.charCodeAt(0) : -1;
  let widest = 1;
  let cells = 1;
  for (let at = 0; at < head.length; at++) {
    const byte = head[at];
    if (byte === first || (first < 0 && byte >= 0xc2)) cells++;
    else if (byte === 10 || byte === 13) cells = 1;
    if (cells > widest) widest = cells;
  }
  return widest;
}

/** Widths of the first rows alone; `final` where the head is the whole file. */
export function widthsOf(head: Uint8Array, dialect: Dialect, final: boolean): Int32Array {
  const tokenizer = new Tokenizer(dialect, 1, 4096);
  const bytes = withSentinel(head);
  tokenizer.read(bytes, { from: 0, to: head.length, final });
  return tokenizer.rowWidths.slice(0, tokenizer.rows);
}

/** The first rows, at most `limit` of them; lines drawn between rows are left out. */
export function headRows(
  head: Uint8Array,
  dialect: Dialect,
  { limit, final }: { readonly limit: number; readonly final: boolean },
): HeadRow[] {
  const width = widestLine(head, dialect.delimiter) + 1;
  const capacity = Math.max(1, Math.min(limit, Math.floor(LARGEST_GRID / width)));
  const tokenizer = new Tokenizer(dialect, width, capacity);
  const bytes = withSentinel(head);
  tokenizer.read(bytes, { from: 0, to: head.length, final });
  const rows: HeadRow[] = [];
  for (let row = 0; row < tokenizer.rows; row++) {
    if (isRule(bytes, tokenizer.rowStarts[row], tokenizer.rowEnds[row])) continue;
    const cells: string[] = [];
    for (let index = 0; index < Math.min(tokenizer.rowWidths[row], width); index++) {
      const cell = row * width + index;
      const start = tokenizer.starts[cell];
      const end = tokenizer.marks[cell] === ESCAPED
        ? unescape(bytes, { start, end: tokenizer.ends[cell] }, dialect)
        : tokenizer.ends[cell];
      cells.push(textOf(bytes, start, end));
    }
    rows.push({
      line: tokenizer.rowLines[row],
      place: row,
      cells,
      blankBefore: tokenizer.blankBefore[row] === 1,
      quoted: tokenizer.rowMarks[row] !== PLAIN,
    });
  }
  return rows;
}

function withSentinel(head: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + 8);
  bytes.set(head);
  return bytes;
}
