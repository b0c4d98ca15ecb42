/**
 * Rows of CSV as they were sent, cell by cell, whatever sign and letters they were written with.
 *
 * @module
 */
import { csvField } from "@/lib/frame/csv.ts";
import { RowFilter } from "@/lib/read/csv/row_filter.ts";
import { batchCapacity, cutRows } from "@/lib/read/csv/row_stream.ts";
import { Tokenizer } from "@/lib/read/csv/tokenizer.ts";
import type { TextTable } from "@/lib/read/text_table.ts";
import { textOf } from "@/lib/read/values/bytes.ts";
import type { SentRow } from "./sent_row.ts";

interface CsvOptions {
  readonly names: readonly string[];
  readonly isWanted: (line: number) => boolean;
}

/** Reads the rows that are wanted, a batch at a time; those that are wider than the table come whole. */
export async function* csvRows(
  { layout, dialect, mostRows, head, headIsAll, open }: TextTable,
  { names, isWanted }: CsvOptions,
): AsyncGenerator<readonly SentRow[]> {
  const { width, firstCell } = layout;
  const capacity = batchCapacity(width, mostRows);
  const places = names.map((name) => layout.names.indexOf(name) + firstCell);
  let wide: { line: number; value: string }[] = [];
  const filter = new RowFilter({
    layout,
    dialect,
    canonical: false,
    footer: 0,
    capacity,
    tellsRepeats: false,
    reject: (rejection) => wide.push(rejection),
  });
  const tokenizer = new Tokenizer(dialect, width, capacity);
  const length = headIsAll ? head.length : null;
  const cuts = cutRows(open(), { dialect, width, filter, footer: 0, tokenizer, length });
  for await (const { rows, bytes } of cuts) {
    const next = wide;
    wide = [];
    const found: SentRow[] = [];
    const addWide = (before: number) => {
      for (; next.length > 0 && next[0].line < before; next.shift()) {
        const [{ line, value }] = next;
        if (isWanted(line)) found.push({ line, text: null, whole: value, marks: null });
      }
    };
    for (let row = 0; row < rows.rows; row++) {
      const line = rows.rowLines[row];
      addWide(line);
      if (!isWanted(line)) continue;
      const cells = places.map((place) => {
        const cell = row * width + place;
        return csvField(textOf(bytes, rows.starts[cell], rows.ends[cell]));
      });
      found.push({ line, text: cells.join(","), whole: null, marks: null });
    }
    addWide(Infinity);
    yield found;
  }
}
