/**
 * Reads the rows of one sheet.
 *
 * A row is kept as stretches of CSV text, since a sheet may have a cell in its
 * first and its last column: empty stretches take no room.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Rejection } from "@/lib/read/facts.ts";
import { fieldText } from "./canonical.ts";
import { CELL, cellValue } from "./xlsx_cells.ts";
import { MAX_ROWS, type Merge, mergeOf } from "./xlsx_merges.ts";
import { columnLetters, columnOf } from "./xlsx_references.ts";
import { isTrue, type Workbook } from "./xlsx_workbook.ts";
import { parseXml } from "./xml.ts";
import type { Zip } from "./zip.ts";

/** Empty columns between two cells up to this many are written rather than cut out. */
const MAX_GAP = 16;

/** The rows among which the header is looked for keep their values and kinds. */
export const HEAD_ROWS = 40;

/** So many merged cells among the first rows are heeded. */
const MAX_MERGES = 5_000;

/** Cells that a sheet may hold. */
const MAX_CELLS = 50_000_000;

/** Cells that lie side by side, from column `first` (from 0) on, as CSV text. */
export interface Stretch {
  readonly first: number;
  readonly count: number;
  readonly text: string;
}

export interface SheetRow {
  /** The sheet's own number, from 1. */
  readonly line: number;
  readonly stretches: readonly Stretch[];
}

/** One filled cell. */
export interface Cell {
  readonly column: number;
  readonly text: string;
  readonly kind: number;
}

/** All that a sheet holds. */
export interface SheetRows {
  readonly rows: SheetRow[];
  /** The cells of the first rows. */
  readonly head: (readonly Cell[])[];
  /** The kinds of the columns' values after the first rows. */
  readonly kinds: Map<number, number>;
  readonly rejections: Rejection[];
  hiddenRows: number;
  hiddenColumns: number;
  merged: number;
  /** The merged cells that begin among the first rows. */
  readonly merges: Merge[];
  errors: number;
  /** Formulas whose value was never computed. */
  uncomputed: number;
}

/** Reads a sheet whole. @throws BAD_FILE, FILE_TOO_LARGE */
export async function readSheet(zip: Zip, part: string, workbook: Workbook): Promise<SheetRows> {
  const sheet: SheetRows = {
    rows: [],
    head: [],
    kinds: new Map(),
    rejections: [],
    hiddenRows: 0,
    hiddenColumns: 0,
    merged: 0,
    merges: [],
    errors: 0,
    uncomputed: 0,
  };
  await parseXml(part, zip.inflate(part), new SheetHandlers(sheet, workbook));
  return sheet;
}

class SheetHandlers {
  readonly #sheet: SheetRows;
  readonly #workbook: Workbook;
  #row = 0;
  #column = -1;
  #cells: Cell[] = [];
  #type = "";
  #style = 0;
  #raw = "";
  #keepsText = false;
  #hasFormula = false;
  #inSound = false;
  #seen = 0;

  constructor(sheet: SheetRows, workbook: Workbook) {
    this.#sheet = sheet;
    this.#workbook = workbook;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case "c":
        this.#openCell(attributes);
        break;
      case "v":
        this.#keepsText = true;
        break;
      case "t":
        this.#keepsText = !this.#inSound;
        break;
      case "rPh":
        this.#inSound = true;
        break;
      case "f":
        this.#hasFormula = true;
        break;
      case "row":
        this.#openRow(attributes);
        break;
      case "col":
        if (isTrue(attributes.hidden)) {
          this.#sheet.hiddenColumns += Number(attributes.max) - Number(attributes.min) + 1;
        }
        break;
      case "mergeCell":
        this.#merge(attributes);
        break;
    }
  }

  text(text: string): void {
    if (this.#keepsText) this.#raw += text;
  }

  close(name: string): void {
    switch (name) {
      case "c":
        this.#closeCell();
        break;
      case "v":
      case "t":
        this.#keepsText = false;
        break;
      case "rPh":
        this.#inSound = false;
        break;
      case "row":
        this.#closeRow();
        break;
    }
  }

  /** They are told below the rows. */
  #merge({ ref }: Readonly<Record<string, string>>): void {
    const { rows, merges } = this.#sheet;
    this.#sheet.merged += 1;
    const merge = mergeOf(ref ?? "");
    const lastLine = rows[Math.min(rows.length, HEAD_ROWS) - 1]?.line ?? 0;
    if (merge === null || merge.firstLine > lastLine || merges.length === MAX_MERGES) return;
    merges.push(merge);
  }

  #openRow(attributes: Readonly<Record<string, string>>): void {
    const row = attributes.r === undefined ? this.#row + 1 : Number(attributes.r);
    if (!(row > this.#row && row <= MAX_ROWS)) {
      refuse("have its rows in order", `row "${attributes.r}" after row ${this.#row}`);
    }
    this.#row = row;
    this.#column = -1;
    this.#cells = [];
    if (isTrue(attributes.hidden)) this.#sheet.hiddenRows += 1;
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    this.#column = attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r);
    this.#type = attributes.t ?? "n";
    this.#style = Number(attributes.s ?? 0);
    this.#raw = "";
    this.#hasFormula = false;
    this.#seen += 1;
    if (this.#seen > MAX_CELLS) {
      throw new AppError(
        "FILE_TOO_LARGE",
        `Cannot read the sheet as it must have at most ${MAX_CELLS} cells: current value is more`,
      );
    }
  }

  #closeCell(): void {
    const cell = { style: this.#style, raw: this.#raw };
    const { text, kind, problem } = cellValue(this.#workbook, this.#type, cell);
    if (problem !== null) {
      const column = columnLetters(this.#column);
      this.#sheet.rejections.push({ line: this.#row, column, value: text ?? "", reason: problem });
      return;
    }
    if (text === null) {
      if (this.#hasFormula && this.#type !== "str") this.#sheet.uncomputed += 1;
      return;
    }
    if (kind === CELL.error) this.#sheet.errors += 1;
    this.#cells.push({ column: this.#column, text, kind });
  }

  #closeRow(): void {
    const sheet = this.#sheet;
    if (this.#cells.length === 0) return;
    const cells = inOrder(this.#cells);
    if (sheet.head.length < HEAD_ROWS) {
      sheet.head.push(cells);
    } else {
      for (const { column, kind } of cells) {
        sheet.kinds.set(column, (sheet.kinds.get(column) ?? 0) | kind);
      }
    }
    sheet.rows.push({ line: this.#row, stretches: stretchesOf(cells) });
  }
}

/** Cells stand in order in all but hostile files; of two at one place the last stays. */
function inOrder(cells: readonly Cell[]): readonly Cell[] {
  const isOrdered = cells.every((cell, i) => i === 0 || cell.column > cells[i - 1].column);
  if (isOrdered) return cells;
  const byColumn = new Map(cells.map((cell) => [cell.column, cell]));
  return [...byColumn.values()].sort((a, b) => a.column - b.column);
}

function stretchesOf(cells: readonly Cell[]): Stretch[] {
  const stretches: Stretch[] = [];
  let { column: first } = cells[0];
  let text = fieldText(cells[0].text);
  let last = first;
  for (let i = 1; i < cells.length; i++) {
    const { column } = cells[i];
    if (column - last > MAX_GAP) {
      stretches.push({ first, count: last - first + 1, text });
      first = column;
      text = fieldText(cells[i].text);
    } else {
      text += ",".repeat(column - last) + fieldText(cells[i].text);
    }
    last = column;
  }
  stretches.push({ first, count: last - first + 1, text });
  return stretches;
}

function refuse(rule: string, value: string): never {
  throw new AppError(
    "BAD_FILE",
    `Cannot read the sheet as it must ${rule}: current value is ${value}`,
  );
}
