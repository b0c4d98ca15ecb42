/**
 * Tells where the table is in the rows of a text file: preamble, header, width, names.
 *
 * The row after the preamble is the header if its cells are unlike those below it.
 *
 * @module
 */
import type { Decision } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { plural } from "@/lib/read/plural.ts";
import type { HeadRow } from "./head.ts";
import { headerScore } from "./header.ts";
import { type HeaderBlock, headerBlock } from "./header_block.ts";
import { columnNames, type NamedColumns } from "./names.ts";
import { modalWidth, preambleRows } from "./preamble.ts";

/** Where the table is. */
export interface Layout {
  /** Cells of a row. */
  readonly width: number;
  /** The cell that the first column is in: 1 where something else comes before it. */
  readonly firstCell: 0 | 1;
  /** Rows to leave out at the start, the header among them. */
  readonly skipRows: number;
  readonly headerLine: number | null;
  readonly headerCells: readonly string[] | null;
  readonly names: readonly string[];
  /** Whether the column of the same place is left out. */
  readonly leftOut: readonly boolean[];
  readonly decisions: readonly Decision[];
}

/** A width that this share of the rows has is no mistake. */
const COMMON_SHARE = 0.1;
/** Above this a header is told to be one without doubt. */
const SURE_SCORE = 1.9;

/** The layout of a table whose first line is its header, and holds these cells. */
export function layoutBelow(
  cells: readonly string[],
  { names, leftOut, decisions }: NamedColumns,
): Layout {
  return {
    width: cells.length,
    firstCell: 0,
    skipRows: 1,
    headerLine: 1,
    headerCells: cells,
    names,
    leftOut,
    decisions,
  };
}

/** Tells the layout from the first rows. */
export function tellLayout(
  written: readonly HeadRow[],
  options: ReadOptions,
  delimiter: string,
): Layout {
  const decisions: Decision[] = [];
  const firstCell = isFramed(written, delimiter) ? 1 : 0;
  const rows = firstCell === 0
    ? written
    : written.map((row) => ({ ...row, cells: row.cells.slice(firstCell) }));
  const skipped = rows.filter((row) => row.line <= (options.skip ?? 0)).length;
  const first = skipped +
    (typeof options.header === "number" ? 0 : preambleRows(rows.slice(skipped), delimiter));
  const header = headerIndex(rows, first, { options, decisions });
  if (first > 0 || (header ?? 0) > first) {
    decisions.push(preambleFact(rows.slice(0, header ?? first), options));
  }
  const block = header === null ? null : headerBlock(rows, header);
  const bodyStart = block === null || header === null ? first : header + 1 + block.extraRows;
  const body = rows.slice(bodyStart);
  if (block !== null && header !== null) {
    decisions.push(...blockFacts(rows, header, block));
  }
  let cells = block === null ? null : withoutTrailingEmpty(block.cells);
  const width = widthOf(body, cells?.length ?? 0);
  if (cells !== null && block?.cells.length === width - 1 && isShifted(cells, body, width)) {
    cells = ["", ...cells];
    decisions.push(fact("header", "names begin at the second column", {
      evidence: `the header has ${width - 1} names and the rows have ${width} cells`,
      doubtful: true,
    }));
  }
  const named = columnNames(cells ?? [], width, options);
  const namesAt = header === null ? null : header + (block?.groups === "below" ? 1 : 0);
  const last = rows[bodyStart - 1];
  return {
    width: width + firstCell,
    firstCell,
    skipRows: last === undefined ? 0 : last.place + 1,
    headerLine: namesAt === null ? null : rows[namesAt].line,
    headerCells: namesAt === null ? null : written[namesAt].cells,
    names: named.names,
    leftOut: named.leftOut,
    decisions: [...decisions, ...named.decisions],
  };
}

/** Whether each row stands between two delimiters, as tables do that are drawn with signs. */
function isFramed(rows: readonly HeadRow[], delimiter: string): boolean {
  const wide = rows.filter(({ cells }) => cells.length > 1);
  return delimiter === "|" && wide.length > 1 &&
    wide.every(({ cells }) => cells[0].trim() === "" && cells[cells.length - 1].trim() === "");
}

function preambleFact(rows: readonly HeadRow[], options: ReadOptions): Decision {
  const start = rows.slice(0, 3).map((row) => row.cells.join(" ").trim()).join(" / ");
  return fact("preamble", `${plural(rows.length, "row")} left out`, {
    evidence: `"${start.slice(0, 120)}"`,
    doubtful: options.skip === undefined && options.header === undefined,
  });
}

/** What is told of a header of several rows. */
function blockFacts(
  rows: readonly HeadRow[],
  header: number,
  { groups, extraRows }: HeaderBlock,
): Decision[] {
  const textOf = (row: HeadRow) => row.cells.join(" ").trim().slice(0, 120);
  const decisions: Decision[] = [];
  if (groups !== null) {
    const top = rows[groups === "above" ? header - 1 : header];
    decisions.push(
      fact("header", "names of two rows", { evidence: `groups "${textOf(top)}"`, doubtful: true }),
    );
  }
  const from = header + (groups === "below" ? 2 : 1);
  const labels = rows.slice(from, header + 1 + extraRows);
  if (labels.length > 0) {
    decisions.push(fact("header", `${plural(labels.length, "row")} below it left out`, {
      evidence: `unlike the rows that follow: "${labels.map(textOf).join(" / ")}"`,
      doubtful: true,
    }));
  }
  return decisions;
}

function fact(
  what: string,
  chosen: string,
  { evidence, doubtful }: { evidence: string; doubtful: boolean },
): Decision {
  return { what, column: null, chosen, evidence, doubtful, alternatives: [] };
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
