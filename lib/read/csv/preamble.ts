/**
 * Tells how many leading rows are no part of the table: titles, notes, comments, and the
 * properties that some exports write above their columns.
 *
 * Cost: O(rows looked at × 5).
 *
 * @module
 */
import type { HeadRow } from "./head.ts";

const LONGEST_PREAMBLE = 20;
const COMMENT = /^\s*(#|\/\/|%|--)/;
/** This share of the rows must be as wide as the table where a title stands right above it. */
const ALIKE_SHARE = 0.8;

/** How many of the first rows are to be left out; `delimiter` parts the cells of all. */
export function preambleRows(rows: readonly HeadRow[], delimiter: string): number {
  if (rows.length < 2) return 0;
  const modal = modalWidth(rows);
  const median = medianFilled(rows);
  let preamble = propertyRows(rows);
  for (let index = preamble; index < Math.min(LONGEST_PREAMBLE, rows.length - 1); index++) {
    const row = rows[index];
    const few = filled(row) * 3 <= median;
    const comment = isComment(row, delimiter, modal);
    const named = index === 0 && /^sep=.?$/i.test(row.cells[0]);
    const parted = row.cells.length < modal && filled(row) < modal &&
      rows.slice(index + 1, index + 6).some((next, at, all) =>
        next.blankBefore && all.slice(0, at).every((between) => between.cells.length < modal)
      );
    if (few || comment || named || parted || isTitle(rows, index, modal)) preamble = index + 1;
    else break;
  }
  return preamble;
}

/** Cells that hold more than spaces. */
export function filled(row: HeadRow): number {
  return row.cells.reduce((sum, cell) => sum + (cell.trim() === "" ? 0 : 1), 0);
}

/** The width that most rows have; the greater of two that are as common. */
export function modalWidth(rows: readonly HeadRow[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.cells.length, (counts.get(row.cells.length) ?? 0) + 1);
  let modal = 1;
  for (const [width, count] of counts) {
    const best = counts.get(modal) ?? 0;
    if (count > best || (count === best && width > modal)) modal = width;
  }
  return modal;
}

/** Filled cells of the median row, notes of one cell aside where there are wider rows. */
function medianFilled(rows: readonly HeadRow[]): number {
  const counts = rows.map(filled);
  const wide = counts.filter((count) => count > 1);
  const taken = wide.length < 2 ? counts : wide;
  return taken.sort((a, b) => a - b)[taken.length >> 1];
}

/** Where spaces part the cells, a comment may be as wide as the table, or wider. */
function isComment(row: HeadRow, delimiter: string, modal: number): boolean {
  return COMMENT.test(row.cells[0]) && (delimiter === " " || row.cells.length < modal);
}

/** Whether a row is a single text right above a table whose rows are alike. */
function isTitle(rows: readonly HeadRow[], index: number, modal: number): boolean {
  if (rows[index].cells.length > 1 || modal < 2) return false;
  const rest = rows.slice(index + 1);
  const alike = rest.filter((row) => row.cells.length === modal).length;
  return rest.length > 2 && alike >= ALIKE_SHARE * rest.length &&
    rest[0].cells.length === modal;
}

/** Rows of properties, such as "Unit:", of which there are several above the names. */
function propertyRows(rows: readonly HeadRow[]): number {
  const isProperty = (row: HeadRow) => /\S:\s*$/.test(row.cells[0]) && filled(row) > 1;
  const first = rows.slice(0, LONGEST_PREAMBLE);
  const last = first.findLastIndex(isProperty);
  const count = first.filter(isProperty).length;
  if (count < 2 || count * 2 < last || last === rows.length - 1) return 0;
  return rows.slice(last + 1).some(isProperty) ? 0 : last + 1;
}
