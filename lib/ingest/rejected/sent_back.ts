/**
 * Reads a file of rejected rows that comes back corrected, as it was written, and as spreadsheets
 * write it anew: its first line is the header, whatever the rows are like, and guards are taken away.
 *
 * @module
 */
import { DELIMITERS } from "@/lib/read/csv/known_header.ts";
import { layoutBelow } from "@/lib/read/csv/layout.ts";
import { columnNames } from "@/lib/read/csv/names.ts";
import type { TextTable } from "@/lib/read/text_table.ts";
import { textOf } from "@/lib/read/values/bytes.ts";
import { ADDED, isAdded } from "./added_columns.ts";
import { Unguarding } from "./guarded.ts";

const LF = 10;

/** Returns how a file of CSV is read where it is one that comes back; else as it is. */
export function asSentBack(table: TextTable): TextTable {
  const line = firstLine(table.head);
  if (!line.toLowerCase().includes(ADDED.line)) return table;
  const delimiter = DELIMITERS.find((sign) => cellsOf(line, sign).some(isAdded));
  if (delimiter === undefined) return table;
  const head = new Unguarding(delimiter).take(table.head, true);
  const cells = cellsOf(firstLine(head), delimiter);
  const named = columnNames(cells, cells.length, {});
  return {
    ...table,
    dialect: { delimiter, quote: '"', escape: "double" },
    layout: layoutBelow(cells, named),
    decisions: named.decisions,
    types: cells.map(() => null),
    units: cells.map(() => null),
    head,
    open: () => unguardedBytes(table.open(), delimiter),
  };
}

function firstLine(head: Uint8Array): string {
  const end = head.indexOf(LF);
  return textOf(head, 0, end < 0 ? head.length : end);
}

/** The names of a header's line. Cost: O(length), also where a quote is never closed. */
function cellsOf(line: string, delimiter: string): readonly string[] {
  const text = line.replace(/\r$/, "");
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    const { cell, end } = quotedAt(text, at, delimiter) ?? plainAt(text, at, delimiter);
    cells.push(cell);
    at = end + 1;
  }
  return cells;
}

interface Cell {
  readonly cell: string;
  /** Where its delimiter is, or the end of the line. */
  readonly end: number;
}

function plainAt(text: string, from: number, delimiter: string): Cell {
  const end = delimiterAt(text, from, delimiter);
  return { cell: text.slice(from, end), end };
}

/** Returns a cell in quotes, between blanks at most; `null` where there is none. */
function quotedAt(text: string, from: number, delimiter: string): Cell | null {
  let start = from;
  while (text[start] !== delimiter && /\s/.test(text[start] ?? "")) start++;
  if (text[start] !== '"') return null;
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return { cell: text.slice(from), end: text.length };
  const end = delimiterAt(text, close, delimiter);
  if (text.slice(close + 1, end).trim() !== "") return null;
  return { cell: text.slice(start + 1, close).replaceAll('""', '"'), end };
}

function delimiterAt(text: string, from: number, delimiter: string): number {
  const at = text.indexOf(delimiter, from);
  return at < 0 ? text.length : at;
}

async function* unguardedBytes(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<Uint8Array> {
  const unguarding = new Unguarding(delimiter);
  for await (const chunk of chunks) yield unguarding.take(chunk);
  yield unguarding.take(new Uint8Array(0), true);
}
