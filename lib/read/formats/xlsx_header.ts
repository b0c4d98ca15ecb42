/**
 * Tells which rows of a sheet hold the names of its columns.
 *
 * Names may be of several rows: a group above them stands over the columns whose cells are merged
 * with its own ("2025" over "Jan", "Feb"), and is put before their names.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { decisionOf, type FormatOptions, type Piece } from "./format.ts";
import { CELL } from "./xlsx_cells.ts";
import { groupedNames, mergedOver } from "./xlsx_groups.ts";
import { isWide } from "./xlsx_merges.ts";
import { type Cell, HEAD_ROWS, type SheetRow, type SheetRows } from "./xlsx_sheet.ts";

/** A title fills at most this part of the cells that a usual row fills. */
const TITLE_SHARE = 1 / 3;
const MAX_TITLE_ROWS = 20;

/** Where the names are. */
export interface Header {
  /** The row of the names, below their groups; `null` where no row holds names. */
  readonly headerIndex: number | null;
  readonly firstRow: number;
  /** The names by column of the sheet, from 0. */
  readonly names: ReadonlyMap<number, string>;
  /** Merged ranges of which values or names are lost. */
  readonly merged: number;
  readonly pieces: readonly Piece[];
}

/** Finds the names, or takes them from where a person says. @throws AppError BAD_PARAMETER */
export function findHeader(sheet: SheetRows, wanted: FormatOptions["header"]): Header {
  const { rows, head, merged } = sheet;
  if (typeof wanted === "number") {
    const headerIndex = head.findIndex((_, i) => rows[i].line === wanted);
    if (headerIndex < 0) {
      throw new AppError(
        "BAD_PARAMETER",
        `Cannot take the names from row ${wanted} as it must be one of the first ` +
          `${HEAD_ROWS} rows that are not empty: current value is none of these`,
      );
    }
    return headerAt(sheet, headerIndex, titlePieces(rows, headerIndex));
  }
  const nothing = { headerIndex: null, names: new Map<number, string>(), merged };
  if (wanted === "none") return { ...nothing, firstRow: 0, pieces: titlePieces(rows, 0) };
  let top = firstTableRow(head);
  while (mergedOver(sheet, top) === "title") top++;
  let index = top;
  while (mergedOver(sheet, index) === "groups") index++;
  while (top > 0 && mergedOver(sheet, top - 1) === "groups") top--;
  const pieces = titlePieces(rows, top);
  if (top < index) return groupedHeader(sheet, { top, index }, pieces);
  const { line } = rows[index];
  if (looksLikeNames(head[index], head[index + 1])) {
    const evidence = "the first full row, and most of it is text";
    const decision = decisionOf("header", `row ${line}`, { evidence, alternatives: ["none"] });
    return headerAt(sheet, index, [...pieces, decision]);
  }
  const decision = decisionOf("header", "none: columns have their letters", {
    evidence: `row ${line} holds values like the rows below it`,
    doubtful: true,
    alternatives: [String(line)],
  });
  return { ...nothing, firstRow: index, pieces: [...pieces, decision] };
}

function headerAt(sheet: SheetRows, index: number, pieces: readonly Piece[]): Header {
  const names = new Map(sheet.head[index].map(({ column, text }) => [column, text]));
  return { headerIndex: index, firstRow: index + 1, names, merged: lostIn(sheet, index), pieces };
}

function groupedHeader(
  sheet: SheetRows,
  { top, index }: { readonly top: number; readonly index: number },
  pieces: readonly Piece[],
): Header {
  const { names, groups } = groupedNames(sheet, top, index);
  const [from, to] = [sheet.rows[top].line, sheet.rows[index].line];
  const told = groups.slice(0, 6).map((group) => JSON.stringify(group)).join(", ");
  const decision = decisionOf("header", `rows ${from} ${index - top > 1 ? "to" : "and"} ${to}`, {
    evidence: `merged cells of row ${from} (${told}${groups.length > 6 ? ", …" : ""}) ` +
      "stand over several names of the row below",
    doubtful: groups.length === 1,
    alternatives: [String(to), "none"],
  });
  return {
    headerIndex: index,
    firstRow: index + 1,
    names,
    merged: lostIn(sheet, index),
    pieces: [...pieces, decision],
  };
}

/** Merged ranges, but for those of titles, of groups and of names that go down over groups. */
function lostIn({ merged, merges, rows }: SheetRows, index: number): number {
  const { line } = rows[index];
  const understood = merges.filter((merge) =>
    merge.lastLine < line || (merge.lastLine === line && !isWide(merge))
  );
  return merged - understood.length;
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
