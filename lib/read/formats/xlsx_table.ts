/**
 * Finds the table in a sheet: which row holds the names, which columns there
 * are, of which types.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { decisionOf, type FormatOptions, type Piece, type SourceColumn } from "./format.ts";
import { CELL } from "./xlsx_cells.ts";
import { columnLetters } from "./xlsx_references.ts";
import { type Cell, HEAD_ROWS, type SheetRow, type SheetRows } from "./xlsx_sheet.ts";

/** A title fills at most this part of the cells that a usual row fills. */
const TITLE_SHARE = 1 / 3;
const MAX_TITLE_ROWS = 20;

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
  readonly pieces: readonly Piece[];
}

/** Tells the table of a sheet that has at least one row. */
export function findTable(sheet: SheetRows, header: FormatOptions["header"]): SheetTable {
  const { headerIndex, firstRow, pieces } = findHeader(sheet, header);
  const ranges = rangesOf(sheet.rows.slice(headerIndex ?? firstRow));
  const names = new Map(
    headerIndex === null ? [] : sheet.head[headerIndex].map(({ column, text }) => [column, text]),
  );
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
  return { ranges, columns, names, firstRow, pieces };
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

interface Header {
  /** `null` where no row holds names. */
  readonly headerIndex: number | null;
  readonly firstRow: number;
  readonly pieces: readonly Piece[];
}

function findHeader(sheet: SheetRows, wanted: FormatOptions["header"]): Header {
  const { rows, head } = sheet;
  if (typeof wanted === "number") {
    const headerIndex = head.findIndex((_, i) => rows[i].line === wanted);
    if (headerIndex < 0) {
      throw new AppError(
        "BAD_PARAMETER",
        `Cannot take the names from row ${wanted} as it must be one of the first ` +
          `${HEAD_ROWS} rows that are not empty: current value is none of these`,
      );
    }
    return { headerIndex, firstRow: headerIndex + 1, pieces: titlePieces(rows, headerIndex) };
  }
  const index = wanted === "none" ? 0 : firstTableRow(head);
  const pieces = titlePieces(rows, index);
  if (wanted === "none") return { headerIndex: null, firstRow: 0, pieces };
  const { line } = rows[index];
  if (looksLikeNames(head[index], head[index + 1])) {
    const evidence = "the first full row, and most of it is text";
    const decision = decisionOf("header", `row ${line}`, { evidence, alternatives: ["none"] });
    return { headerIndex: index, firstRow: index + 1, pieces: [...pieces, decision] };
  }
  const decision = decisionOf("header", "none: columns have their letters", {
    evidence: `row ${line} holds values like the rows below it`,
    doubtful: true,
    alternatives: [String(line)],
  });
  return { headerIndex: null, firstRow: index, pieces: [...pieces, decision] };
}

function titlePieces(rows: readonly SheetRow[], count: number): Piece[] {
  if (count === 0) return [];
  return [
    decisionOf("skip", `${count} rows above the table`, {
      evidence: `they end at row ${rows[count - 1].line} and fill few cells`,
      alternatives: ["0"],
    }),
  ];
}

function firstTableRow(head: readonly (readonly Cell[])[]): number {
  const filled = head.map((cells) => cells.length).sort((a, b) => a - b);
  const median = filled[filled.length >> 1];
  const index = head.findIndex((cells) => cells.length > median * TITLE_SHARE);
  return index > MAX_TITLE_ROWS ? 0 : index;
}

/** Names are text, or years; a row of numbers above rows of the same kinds is no header. */
function looksLikeNames(cells: readonly Cell[], next: readonly Cell[] | undefined): boolean {
  const texts = cells.filter(({ kind }) => kind === CELL.text).length;
  if (texts === cells.length) return true;
  if (texts * 2 < cells.length || texts === 0) return false;
  const below = new Map(next?.map(({ column, kind }) => [column, kind]));
  return cells.some(({ column, kind }) => kind === CELL.text && below.get(column) !== CELL.text);
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
