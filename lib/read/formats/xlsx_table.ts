/**
 * Finds the table in a sheet: which row holds the names, which columns there
 * are, of which types.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
import type { FormatOptions, Piece, SourceColumn } from "./format.ts";
import { CELL } from "./xlsx_cells.ts";
import { findHeader } from "./xlsx_header.ts";
import { columnLetters } from "./xlsx_references.ts";
import type { SheetRow, SheetRows } from "./xlsx_sheet.ts";

/** Columns from `first` to `last` (from 0), with something in them. */
export interface ColumnRange {
  readonly first: number;
  readonly last: number;
}

export interface SheetTable {
  readonly ranges: readonly ColumnRange[];
  readonly columns: readonly SourceColumn[];
  /** The names by column of the sheet, from 0. */
  readonly names: ReadonlyMap<number, string>;
  /** Where the rows begin, after the header and what stands above it. */
  readonly firstRow: number;
  /** Merged ranges of which values or names are lost. */
  readonly merged: number;
  readonly pieces: readonly Piece[];
}

/** Tells the table of a sheet that has at least one row. */
export function findTable(sheet: SheetRows, header: FormatOptions["header"]): SheetTable {
  const { headerIndex, firstRow, names, merged, pieces } = findHeader(sheet, header);
  const ranges = rangesOf(sheet.rows.slice(headerIndex ?? firstRow));
  const kinds = new Map(sheet.kinds);
  for (const { column, kind } of sheet.head.slice(firstRow).flat()) {
    kinds.set(column, (kinds.get(column) ?? 0) | kind);
  }
  const columns = ranges.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, i) => {
      const column = first + i;
      const name = names.get(column) ?? (headerIndex === null ? columnLetters(column) : "");
      return sourceColumn(name, kinds.get(column) ?? 0);
    })
  );
  return { ranges, columns, names, firstRow, merged, pieces };
}

function sourceColumn(name: string, kinds: number): SourceColumn {
  const unit = (kinds & CELL.percent) !== 0 ? "%" : null;
  return { name, type: typeOf(kinds & ~CELL.error), unit };
}

/** A column of one kind has its type, percents are ratios, and mixtures are told by the text. */
function typeOf(kinds: number): ColumnType | null {
  if ((kinds & CELL.percent) !== 0) {
    const numbers = CELL.percent | CELL.integer | CELL.decimal;
    return (kinds & ~numbers) === 0 ? "decimal" : null;
  }
  switch (kinds) {
    case CELL.text:
      return null;
    case CELL.integer:
      return "integer";
    case CELL.decimal:
    case CELL.decimal | CELL.integer:
      return "decimal";
    case CELL.boolean:
      return "boolean";
    case CELL.date:
      return "date";
    case CELL.timestamp:
    case CELL.timestamp | CELL.date:
      return "timestamp";
    case CELL.time:
      return "time";
    default:
      return null;
  }
}

/** Returns the stretches of columns that are not empty in all rows, in order. */
function rangesOf(rows: readonly SheetRow[]): ColumnRange[] {
  const lasts = new Map<number, number>();
  for (const { stretches } of rows) {
    for (const { first, count } of stretches) {
      const last = first + count - 1;
      if (last > (lasts.get(first) ?? -1)) lasts.set(first, last);
    }
  }
  const ranges: { first: number; last: number }[] = [];
  for (const [first, last] of [...lasts].sort(([a], [b]) => a - b)) {
    const previous = ranges.at(-1);
    if (previous !== undefined && first <= previous.last + 1) {
      previous.last = Math.max(previous.last, last);
    } else {
      ranges.push({ first, last });
    }
  }
  return ranges;
}

/** Returns a row's fields for all columns, as CSV text. */
export function fieldsOf(row: SheetRow, ranges: readonly ColumnRange[]): string {
  let next = 0;
  const texts = ranges.map(({ first, last }) => {
    let text = "";
    let column = first;
    for (; next < row.stretches.length && row.stretches[next].first <= last; next++) {
      const stretch = row.stretches[next];
      // The comma before this stretch is among these, unless it begins the range.
      text += ",".repeat(stretch.first - column + (column > first ? 1 : 0)) + stretch.text;
      column = stretch.first + stretch.count;
    }
    const written = column > first ? column - 1 : first;
    return text + ",".repeat(last - written);
  });
  return texts.join(",");
}
