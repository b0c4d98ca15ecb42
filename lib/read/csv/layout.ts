/**
 * Tells where the table is in the rows of a text file: preamble, header, width, names.
 *
 * Leading rows are preamble (at most 20) whose filled cells are at most a third of the
 * median row's, or that a blank line parts from a fuller table. The next row is the
 * header if its cells are unlike those below it.
 *
 * @module
 */
import type { Decision } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import type { HeadRow } from "./head.ts";
import { headerScore } from "./header.ts";
import { columnNames } from "./names.ts";

/** Where the table is. */
export interface Layout {
  /** Cells of a row. */
  readonly width: number;
  /** Rows to leave out at the start, the header among them. */
  readonly skipRows: number;
  readonly headerLine: number | null;
  readonly headerCells: readonly string[] | null;
  readonly names: readonly string[];
  readonly decisions: readonly Decision[];
}

const LONGEST_PREAMBLE = 20;
/** A width that this share of the rows has is no mistake. */
const COMMON_SHARE = 0.1;
/** Above this a header is told to be one without doubt. */
const SURE_SCORE = 1.9;

/** Tells the layout from the first rows. */
export function tellLayout(rows: readonly HeadRow[], options: ReadOptions): Layout {
  const decisions: Decision[] = [];
  const skipped = rows.filter((row) => row.line <= (options.skip ?? 0)).length;
  const first = skipped +
    (typeof options.header === "number" ? 0 : preambleRows(rows.slice(skipped)));
  const header = headerIndex(rows, first, { options, decisions });
  const body = rows.slice(header === null ? first : header + 1);
  const skipRows = header === null ? first : header + 1;
  if (first > 0 || (header ?? 0) > first) {
    decisions.push(fact("preamble", `${skipRows - (header === null ? 0 : 1)} rows left out`, {
      evidence: `"${
        rows.slice(0, 3).map((row) => row.cells.join(" ").trim()).join(" / ").slice(0, 120)
      }"`,
      doubtful: options.skip === undefined && options.header === undefined,
    }));
  }
  let cells = header === null ? null : withoutTrailingEmpty(rows[header].cells);
  const width = widthOf(body, cells?.length ?? 0);
  const writtenCells = header === null ? 0 : rows[header].cells.length;
  if (cells !== null && writtenCells === width - 1 && isShifted(cells, body, width)) {
    cells = ["", ...cells];
    decisions.push(fact("header", "names begin at the second column", {
      evidence: `the header has ${width - 1} names and the rows have ${width} cells`,
      doubtful: true,
    }));
  }
  const named = columnNames(cells ?? [], width, options);
  return {
    width,
    skipRows,
    headerLine: header === null ? null : rows[header].line,
    headerCells: header === null ? null : rows[header].cells,
    names: named.names,
    decisions: [...decisions, ...named.decisions],
  };
}

function fact(
  what: string,
  chosen: string,
  { evidence, doubtful }: { evidence: string; doubtful: boolean },
): Decision {
  return { what, column: null, chosen, evidence, doubtful, alternatives: [] };
}

function filled(row: HeadRow): number {
  return row.cells.reduce((sum, cell) => sum + (cell.trim() === "" ? 0 : 1), 0);
}

/** How many leading rows are no part of the table. */
function preambleRows(rows: readonly HeadRow[]): number {
  if (rows.length < 2) return 0;
  const counts = rows.map(filled).sort((a, b) => a - b);
  const median = counts[counts.length >> 1];
  const modal = modalWidth(rows);
  let preamble = 0;
  for (let index = 0; index < Math.min(LONGEST_PREAMBLE, rows.length - 1); index++) {
    const row = rows[index];
    const few = filled(row) * 3 <= median;
    const comment = /^\s*(#|\/\/|%|--)/.test(row.cells[0]) && row.cells.length < modal;
    const named = index === 0 && /^sep=.?$/i.test(row.cells[0]);
    const parted = row.cells.length < modal && filled(row) < modal &&
      rows.slice(index + 1, index + 6).some((next, at, all) =>
        next.blankBefore && all.slice(0, at).every((between) => between.cells.length < modal)
      );
    if (few || comment || named || parted) preamble = index + 1;
    else break;
  }
  return preamble;
}

function modalWidth(rows: readonly HeadRow[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.cells.length, (counts.get(row.cells.length) ?? 0) + 1);
  let modal = 1;
  for (const [width, count] of counts) {
    const best = counts.get(modal) ?? 0;
    if (count > best || (count === best && width > modal)) modal = width;
  }
  return modal;
}

/** The place of the header among the rows, or `null`. */
function headerIndex(
  rows: readonly HeadRow[],
  first: number,
  { options, decisions }: { options: ReadOptions; decisions: Decision[] },
): number | null {
  if (rows.length === first) return null;
  if (options.header === "none") {
    decisions.push(fact("header", "none", { evidence: "the option", doubtful: false }));
    return null;
  }
  if (typeof options.header === "number") {
    const line = options.header;
    const index = rows.findIndex((row) => row.line >= line);
    decisions.push(fact("header", `line ${line}`, { evidence: "the option", doubtful: false }));
    return index < 0 ? null : index;
  }
  const { score, evidence } = headerScore(rows[first], rows.slice(first + 1));
  const found = score > 0;
  decisions.push({
    what: "header",
    column: null,
    chosen: found ? `line ${rows[first].line}` : "none",
    evidence,
    doubtful: Math.abs(score) < SURE_SCORE,
    alternatives: [found ? "none" : `line ${rows[first].line}`],
  });
  return found ? first : null;
}

function withoutTrailingEmpty(cells: readonly string[]): readonly string[] {
  let length = cells.length;
  while (length > 1 && cells[length - 1].trim() === "") length--;
  return cells.slice(0, length);
}

/** The widest of the widths that are no mistake; cells that are empty in all rows count for nothing. */
function widthOf(body: readonly HeadRow[], headerWidth: number): number {
  const counts = new Map<number, number>();
  for (const row of body) {
    const width = withoutTrailingEmpty(row.cells).length;
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  let width = headerWidth;
  for (const [candidate, count] of counts) {
    const common = count >= COMMON_SHARE * body.length && (count > 1 || body.length < 4);
    if (candidate > width && common && (headerWidth === 0 || count * 2 > body.length)) {
      width = candidate;
    }
  }
  if (headerWidth > 0) return Math.max(width, 1);
  return Math.max(width, modalWidth(body.length === 0 ? [] : body), 1);
}

/** Whether the header leaves out the name of a first column of row names. */
function isShifted(cells: readonly string[], body: readonly HeadRow[], width: number): boolean {
  if (cells.length !== width - 1 || body.length < 2) return false;
  const firsts = body.filter((row) => row.cells.length === width).map((row) => row.cells[0]);
  const numbered = firsts.length > 1 &&
    firsts.every((cell, index) => Number(cell) === Number(firsts[0]) + index);
  return numbered || (new Set(firsts).size === firsts.length && firsts.length * 2 > body.length);
}
