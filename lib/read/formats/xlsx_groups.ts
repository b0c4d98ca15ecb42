/**
 * Tells groups above names by their merged cells, and puts them before the names.
 *
 * A row is one of groups where a cell of it is merged with those beside it, stands over several
 * names, and says something of some columns alone: what stands over the first ones is a title, unless
 * the row says something of all others too.
 *
 * Cost: O(rows × (merged cells + cells)) of the first rows.
 *
 * @module
 */
import { CELL } from "./xlsx_cells.ts";
import { isWide, type Merge, mergesOn } from "./xlsx_merges.ts";
import type { Cell, SheetRows } from "./xlsx_sheet.ts";

/** Rows below names whose values are looked at. */
const ROWS_LOOKED_AT = 10;
const YEAR = /^(19|20)\d\d$/;

/** What merged cells of one of the first rows are to the names below; `null` where they are nothing. */
export function mergedOver(sheet: SheetRows, index: number): "groups" | "title" | null {
  const { rows, head, merges } = sheet;
  if (merges.length === 0 || index + 1 >= head.length) return null;
  const { line } = rows[index];
  if (rows[index + 1].line !== line + 1) return null;
  const groups = groupsOn(sheet, index);
  if (groups.length === 0) return null;
  const below = new Map(head[index + 1].map((cell) => [cell.column, cell]));
  const values = valuesBelow(sheet, index + 1);
  const hasMore = mergedOver(sheet, index + 1) === "groups";
  const isOver = groups.every(({ first, last }) => {
    const columns = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const cells = columns.flatMap((column) => below.get(column) ?? []);
    return hasMore ? cells.length > 0 : cells.length > 1 && areNames(cells, values);
  });
  if (!isOver) return null;
  return isTitle(sheet, index) ? "title" : "groups";
}

/** Whoever centres a title merges it from the first column on; groups leave no column out then. */
function isTitle(sheet: SheetRows, index: number): boolean {
  const { rows, head, merges } = sheet;
  const table = head[index + 1].map(({ column }) => column);
  const covered = new Set(head[index].map(({ column }) => column));
  const begins = Math.min(table[0], head[index][0].column);
  const wide = mergesOn(merges, rows[index].line).filter(isWide);
  for (const { first, last } of wide) {
    for (let column = first; column <= last; column++) covered.add(column);
  }
  const isWhole = head[index].length > 1 && table.every((column) => covered.has(column));
  return (wide[0]?.first ?? 0) <= begins && !isWhole;
}

/** The merged cells that begin in a row, lie in it alone, and hold something. */
function groupsOn({ rows, head, merges }: SheetRows, index: number): readonly Merge[] {
  const { line } = rows[index];
  const filled = new Set(head[index].map(({ column }) => column));
  return mergesOn(merges, line).filter((merge) =>
    isWide(merge) && merge.firstLine === line && merge.lastLine === line && filled.has(merge.first)
  );
}

/** What the columns hold below names. */
function valuesBelow({ head }: SheetRows, index: number): ReadonlyMap<number, readonly Cell[]> {
  const values = new Map<number, Cell[]>();
  for (const cell of head.slice(index + 1, index + 1 + ROWS_LOOKED_AT).flat()) {
    const column = values.get(cell.column);
    if (column === undefined) values.set(cell.column, [cell]);
    else column.push(cell);
  }
  return values;
}

/** Whether cells are names of what is below them: above words alone a word may be one of them. */
function areNames(cells: readonly Cell[], values: ReadonlyMap<number, readonly Cell[]>): boolean {
  const below = ({ column }: Cell) => values.get(column) ?? [];
  return cells.every((cell) => canName(cell, below(cell))) &&
    cells.some((cell) =>
      below(cell).some(({ kind }) => kind !== cell.kind || cell.kind !== CELL.text)
    );
}

/** Whether a cell is a text, or a year or date above values that are none. */
function canName(cell: Cell, values: readonly Cell[]): boolean {
  if (cell.kind === CELL.text) return true;
  if (cell.kind === CELL.date) return !values.some(({ kind }) => kind === CELL.date);
  return YEAR.test(cell.text) && !values.some(({ text }) => YEAR.test(text));
}

/** Names of several rows. */
export interface GroupedNames {
  /** By column of the sheet, from 0. */
  readonly names: ReadonlyMap<number, string>;
  /** What the first row's merged cells hold. */
  readonly groups: readonly string[];
}

/** Puts what the rows from `top` to before `index` hold before the names of the row at `index`. */
export function groupedNames(sheet: SheetRows, top: number, index: number): GroupedNames {
  const parts = new Map<number, string[]>();
  for (let row = top; row <= index; row++) {
    const texts = new Map(sheet.head[row].map(({ column, text }) => [column, text.trim()]));
    const merges = row < index ? mergesOn(sheet.merges, sheet.rows[row].line) : [];
    const wide = merges.flatMap(({ first, last }) => {
      const text = texts.get(first);
      return text === undefined
        ? []
        : Array.from({ length: last - first + 1 }, (_, i) => [first + i, text] as const);
    });
    for (const [column, text] of new Map([...texts, ...wide])) {
      if (text === "") continue;
      const before = parts.get(column);
      if (before === undefined) parts.set(column, [text]);
      else before.push(text);
    }
  }
  const first = new Map(sheet.head[top].map(({ column, text }) => [column, text.trim()]));
  return {
    names: new Map([...parts].map(([column, texts]) => [column, texts.join(" ")])),
    groups: groupsOn(sheet, top).map((merge) => first.get(merge.first) ?? ""),
  };
}
