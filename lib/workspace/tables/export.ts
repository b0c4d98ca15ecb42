/**
 * Rows as files, written while they are read, a page of rows at a time.
 *
 * @module
 */
import { csvHeader, csvLines } from "@/lib/frame/csv.ts";
import { type Frame, valueAt } from "@/lib/frame/frame.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { writeWorkbook } from "@/lib/share/xlsx/workbook.ts";
import type { TableFormat } from "./contract.ts";

/** What is exported. Whole numbers and decimals are texts, with all their digits. */
export interface ExportedRows {
  readonly key: string;
  readonly columns: readonly ColumnSchema[];
  readonly total: number;
  readonly pages: AsyncIterable<Frame>;
}

/** Gives the bytes of the file. */
export function exportRows(
  rows: ExportedRows,
  format: TableFormat,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
  switch (format) {
    case "csv":
      return encoded(csvTexts(rows));
    case "json":
      return encoded(jsonTexts(rows));
    case "xlsx":
      return writeWorkbook({ ...rows, description: `Daybook result ${rows.key}` });
  }
}

/** Encodes texts as they come. */
export async function* encoded(
  texts: AsyncIterable<string>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

async function* csvTexts({ columns, pages }: ExportedRows): AsyncGenerator<string> {
  yield csvHeader(columns);
  for await (const page of pages) yield csvLines(page);
}

/** An object with the key, the columns, and an object a row; a number has all its digits. */
async function* jsonTexts({ key, columns, pages }: ExportedRows): AsyncGenerator<string> {
  const told = columns.map(({ name, type, unit }) => ({ name, type, unit }));
  yield `{"key":${JSON.stringify(key)},"columns":${JSON.stringify(told)},"rows":[`;
  const names = columns.map(({ name }) => JSON.stringify(name));
  let separator = "\n";
  for await (const page of pages) {
    let text = "";
    for (let row = 0; row < page.length; row++) {
      const members = columns.map((column, index) =>
        `${names[index]}:${
          json(column, page, {
            row,
            index,
          })
        }`
      );
      text += `${separator}{${members.join(",")}}`;
      separator = ",\n";
    }
    yield text;
  }
  yield "\n]}\n";
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

function json(
  { type }: ColumnSchema,
  { columns }: Frame,
  { row, index }: { readonly row: number; readonly index: number },
): string {
  const value = valueAt(columns[index], row);
  if (typeof value === "number") {
    return Number.isFinite(value) ? String(Number(value.toPrecision(12))) : "null";
  }
  const isNumber = (type === "integer" || type === "decimal") && typeof value === "string";
  return isNumber && JSON_NUMBER.test(value) ? value : JSON.stringify(value);
}
