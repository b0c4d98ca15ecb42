/**
 * Reads a sheet of a workbook. Macros are never run, and formulas never computed:
 * the values they had when the workbook was saved are read.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { collect } from "./bytes.ts";
import { CanonicalWriter } from "./canonical.ts";
import {
  type ByteSource,
  decisionOf,
  type FormatOptions,
  type FormatReader,
  type Limits,
  limitsOf,
  once,
  type Piece,
} from "./format.ts";
import { fieldsOf, findTable, type SheetTable } from "./xlsx_table.ts";
import { columnOf } from "./xlsx_references.ts";
import { readSheet, type SheetRows } from "./xlsx_sheet.ts";
import { readWorkbook, type Sheet, type Workbook } from "./xlsx_workbook.ts";
import { Zip } from "./zip.ts";

/** A sheet as it was read: its rows stay in memory while the file is open. */
interface OpenSheet extends ReadSheet {
  readonly workbook: Workbook;
  readonly table: SheetTable;
}

/** Returns a reader of a workbook's sheet: the one asked for, or the first that is visible and not empty. */
export function readXlsx(source: ByteSource, options: FormatOptions): FormatReader {
  const opened = once(() => openSheet(source, options));
  return async function* () {
    const { workbook, sheet, rows, table } = await opened();
    if (workbook.hasMacros) {
      const message = "The workbook holds macros: they were neither read nor run";
      yield { type: "warning", message };
    }
    yield* sheetPieces(workbook, sheet);
    yield* rowPieces(rows, table);
    yield* table.pieces;
    yield { type: "columns", columns: table.columns };
    yield* rejectionPieces(rows, table);
    const writer = new CanonicalWriter(table.columns.map(({ name }) => name));
    for (let i = table.firstRow; i < rows.rows.length; i++) {
      writer.rawRow(rows.rows[i].line, fieldsOf(rows.rows[i], table.ranges));
      if (writer.full) yield { type: "bytes", bytes: writer.take() };
    }
    yield { type: "bytes", bytes: writer.take() };
  };
}

async function openSheet(source: ByteSource, options: FormatOptions): Promise<OpenSheet> {
  const limits = limitsOf(options);
  const zip = new Zip(await collect(source, limits.heldBytes, "the workbook"), limits);
  const workbook = await readWorkbook(zip);
  const { sheet, rows } = options.sheet === undefined
    ? await firstFullSheet(zip, workbook)
    : await wantedSheet(zip, workbook, options.sheet);
  const table = findTable(rows, options.header);
  refuseWidth(table.columns.length, limits);
  return { workbook, sheet, rows, table };
}

interface ReadSheet {
  readonly sheet: Sheet;
  readonly rows: SheetRows;
}

async function firstFullSheet(zip: Zip, workbook: Workbook): Promise<ReadSheet> {
  const visible = workbook.sheets.filter(({ hidden }) => !hidden);
  for (const sheet of visible) {
    if (sheet.part === null || !zip.has(sheet.part)) continue;
    const rows = await readSheet(zip, sheet.part, workbook);
    if (rows.rows.length > 0) return { sheet, rows };
  }
  throw new AppError(
    "EMPTY_FILE",
    `Cannot read the workbook as a visible sheet must hold a table: current value is ${workbook.sheets.length} sheets, ${visible.length} of them visible, all of these empty`,
  );
}

async function wantedSheet(
  zip: Zip,
  workbook: Workbook,
  wanted: string | number,
): Promise<ReadSheet> {
  const sheet = typeof wanted === "number"
    ? workbook.sheets[wanted - 1]
    : workbook.sheets.find(({ name }) => name === wanted) ??
      workbook.sheets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (sheet === undefined || sheet.part === null) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot read the sheet "${wanted}" as it must be a sheet of the workbook: ` +
        `current value is none of ${shownSheets(workbook.sheets)}`,
    );
  }
  const rows = await readSheet(zip, sheet.part, workbook);
  if (rows.rows.length === 0) {
    throw new AppError(
      "EMPTY_FILE",
      `Cannot read the sheet "${sheet.name}" as it must hold a table: current value is empty`,
    );
  }
  return { sheet, rows };
}

function refuseWidth(columns: number, limits: Limits): void {
  if (columns <= limits.columns) return;
  throw new AppError(
    "BAD_FILE",
    `Cannot read the sheet as it must have at most ${limits.columns} columns: current value has ${columns}`,
  );
}

function shownSheets(sheets: readonly Sheet[]): string {
  return sheets.slice(0, 20).map(({ name }) => `"${name}"`).join(", ");
}

function* sheetPieces(workbook: Workbook, sheet: Sheet): Iterable<Piece> {
  const others = workbook.sheets.filter((other) => other !== sheet);
  const shown = others.slice(0, 20).map(({ name, hidden }) => hidden ? `${name} (hidden)` : name);
  yield decisionOf("sheet", sheet.name, {
    evidence: others.length === 0
      ? "it is the only one"
      : `sheet ${workbook.sheets.indexOf(sheet) + 1} of ${workbook.sheets.length}; not read: ${
        shown.join(", ")
      }`,
    doubtful: others.some(({ hidden }) => !hidden),
    alternatives: others.map(({ name }) => name),
  });
  if (workbook.system1904) {
    yield decisionOf("date system", "1904", { evidence: "the workbook says so" });
  }
}

function* rowPieces(rows: SheetRows, { merged }: SheetTable): Iterable<Piece> {
  const told: readonly (readonly [number, string])[] = [
    [merged, "merged ranges have their value in their first cell alone"],
    [rows.hiddenRows, "hidden rows were read like the others"],
    [rows.hiddenColumns, "hidden columns were read like the others"],
    [rows.errors, "cells hold an error such as #DIV/0!: they were read as #N/A"],
    [
      rows.uncomputed,
      "formulas have no saved value and were read as empty: open and save the workbook",
    ],
  ];
  for (const [count, message] of told) {
    if (count > 0) yield { type: "warning", message: `${count} ${message}` };
  }
}

function* rejectionPieces(rows: SheetRows, table: SheetTable): Iterable<Piece> {
  for (const { column, ...rejection } of rows.rejections) {
    const name = column === null ? null : table.names.get(columnOf(column)) ?? column;
    yield { type: "rejection", rejection: { ...rejection, column: name } };
  }
}
