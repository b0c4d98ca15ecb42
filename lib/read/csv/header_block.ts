/**
 * Tells headers of several rows: groups above the names ("2022" over "Q1", "Q2"), and
 * units or labels below them.
 *
 * A row below the header belongs to it where at least two columns are of numbers or dates
 * and the row has something else in each of them.
 *
 * Cost: O(rows looked at × cells).
 *
 * @module
 */
import type { HeadRow } from "./head.ts";
import { looker } from "./header.ts";

/** A header with what belongs to it. */
export interface HeaderBlock {
  readonly cells: readonly string[];
  /** Rows below the header that are no data. */
  readonly extraRows: number;
  /** Whether the names are put together from two rows; those above or those below. */
  readonly groups: "above" | "below" | null;
}

const MOST_EXTRA_ROWS = 8;
const ROWS_LOOKED_AT = 200;
const CELLS_LOOKED_AT = 50_000;
const VALUE_SHARE = 0.6;
const FEWEST_ODD_CELLS = 2;

/** The header at a place among the rows, together with the rows that belong to it. */
export function headerBlock(rows: readonly HeadRow[], header: number): HeaderBlock {
  const { cells } = rows[header];
  const extraRows = extraRowsBelow(rows, header);
  const below = rows[header + 1];
  if (extraRows > 0 && hasGaps(cells) && filledOf(below.cells) > filledOf(cells)) {
    return { cells: grouped(cells, below.cells), extraRows, groups: "below" };
  }
  const above = header > 0 && !rows[header].blankBefore ? rows[header - 1] : undefined;
  if (
    above !== undefined && hasRepeats(cells) && above.cells.length === cells.length &&
    filledOf(above.cells) > 1
  ) {
    return { cells: grouped(above.cells, cells), extraRows, groups: "above" };
  }
  return { cells, extraRows, groups: null };
}

/** Rows right below the header whose values are unlike all that follow. */
function extraRowsBelow(rows: readonly HeadRow[], header: number): number {
  const look = looker();
  const width = rows[header].cells.length;
  const few = Math.max(4, Math.floor(CELLS_LOOKED_AT / width));
  const body = rows.slice(header + 1, header + 1 + Math.min(ROWS_LOOKED_AT, few));
  const looks = body.map(({ cells }) => Array.from({ length: width }, (_, at) => cells[at] ?? ""))
    .map((cells) => cells.map(look));
  const most = Math.min(MOST_EXTRA_ROWS, looks.length >> 1);
  const kinds = rows[header].cells.map((_, at) => kindOf(looks.slice(most).map((row) => row[at])));
  let extra = 0;
  for (let at = 0; at < most; at++) {
    const odd = looks[at].filter((look, column) => isOdd(look, kinds[column])).length;
    const fits = looks[at].some((look, column) => look === kinds[column]);
    if (fits || odd === 0) break;
    if (odd >= FEWEST_ODD_CELLS) extra = at + 1;
  }
  return extra;
}

/** What most cells of a column are, where they are numbers or dates. */
function kindOf(looks: readonly string[]): "number" | "date" | null {
  const filled = looks.filter((look) => look !== "empty").length;
  for (const kind of ["number", "date"] as const) {
    const count = looks.filter((look) => look === kind).length;
    if (count > 1 && count >= VALUE_SHARE * filled) return kind;
  }
  return null;
}

function isOdd(look: string, kind: string | null): boolean {
  return kind !== null && look !== "empty" && look !== "word" && look !== kind;
}

/** Names of two rows: a group stands over all columns up to the next one. */
function grouped(groups: readonly string[], names: readonly string[]): string[] {
  let group = "";
  return names.map((name, index) => {
    const own = (groups[index] ?? "").trim();
    if (own !== "") group = own;
    return [group, name.trim()].filter((part) => part !== "").join(" ");
  });
}

function filledOf(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== "").length;
}

/** Whether names are missing behind the first one. */
function hasGaps(cells: readonly string[]): boolean {
  const first = cells.findIndex((cell) => cell.trim() !== "");
  return first >= 0 && cells.slice(first).some((cell) => cell.trim() === "");
}

function hasRepeats(cells: readonly string[]): boolean {
  const names = cells.map((cell) => cell.trim()).filter((name) => name !== "");
  return new Set(names).size < names.length;
}
