/**
 * Reads a file of rejected rows that comes back corrected, as it was written, and as spreadsheets
 * write it anew: its first line is the header, whatever the rows are like, and guards are taken away.
 *
 * @module
 */
import { columnNames } from "@/lib/read/csv/names.ts";
import type { TextTable } from "@/lib/read/text_table.ts";
import { textOf } from "@/lib/read/values/bytes.ts";
import { ADDED, isAdded } from "./added_columns.ts";
import { Unguarding } from "./guarded.ts";

const LF = 10;
const DELIMITERS = [",", ";", "\t", "|"];
const CELL = /^\s*"((?:[^"]|"")*)"\s*$/;

/** Returns how a file of CSV is read where it is one that comes back; else as it is. */
export function asSentBack(table: TextTable): TextTable {
  const end = table.head.indexOf(LF);
  const line = textOf(table.head, 0, end < 0 ? table.head.length : end);
  if (!line.toLowerCase().includes(ADDED.line)) return table;
  const found = DELIMITERS.map((delimiter) => ({ delimiter, cells: cellsOf(line, delimiter) }))
    .find(({ cells }) => cells.some(isAdded));
  if (found === undefined) return table;
  const { delimiter, cells } = found;
  const { names, leftOut, decisions } = columnNames(cells, cells.length, {});
  return {
    ...table,
    dialect: { delimiter, quote: '"', escape: "double" },
    layout: {
      width: cells.length,
      firstCell: 0,
      skipRows: 1,
      headerLine: 1,
      headerCells: cells,
      names,
      leftOut,
      decisions,
    },
    decisions,
    types: names.map(() => null),
    units: names.map(() => null),
    head: new Unguarding(delimiter).take(table.head, true),
    open: () => unguardedBytes(table.open(), delimiter),
  };
}

/** The names of a header's line. */
function cellsOf(line: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  for (const part of line.replace(/\r$/, "").split(delimiter)) {
    cell = cell === "" ? part : `${cell}${delimiter}${part}`;
    // A quote that is open takes the delimiter in.
    if (/^\s*"/.test(cell) && !CELL.test(cell)) continue;
    cells.push(CELL.exec(cell)?.[1].replaceAll('""', '"') ?? cell);
    cell = "";
  }
  return cell === "" ? cells : [...cells, cell];
}

async function* unguardedBytes(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<Uint8Array> {
  const unguarding = new Unguarding(delimiter);
  for await (const chunk of chunks) yield unguarding.take(chunk);
  yield unguarding.take(new Uint8Array(0), true);
}
