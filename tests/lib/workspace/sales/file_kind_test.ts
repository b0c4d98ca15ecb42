import { strictEqual as assertIs, throws } from "node:assert/strict";
import { fileKindOf } from "@/lib/workspace/sales/file_kind.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ZIP = Uint8Array.of(0x50, 0x4b, 3, 4);
const TEXT = new TextEncoder().encode("date,revenue\n");

Deno.test("fileKindOf() takes what name, media type and bytes agree on", async (t) => {
  const cases: [string, string, string, Uint8Array, "csv" | "xlsx"][] = [
    ["a text", "a.csv", "text/csv; charset=utf-8", TEXT, "csv"],
    ["a text that a spreadsheet program names", "A.CSV", "application/vnd.ms-excel", TEXT, "csv"],
    ["a text in UTF-16", "a.csv", "", Uint8Array.of(0xff, 0xfe, 100, 0), "csv"],
    ["an empty text", "a.csv", "", new Uint8Array(), "csv"],
    ["a workbook", "a.xlsx", XLSX, ZIP, "xlsx"],
    ["a workbook of which nothing is told", "a.xlsx", "application/octet-stream", ZIP, "xlsx"],
  ];
  for (const [name, file, type, bytes, kind] of cases) {
    await t.step(name, () => assertIs(fileKindOf(file, type, bytes), kind));
  }
});

Deno.test("fileKindOf() refuses what they do not agree on", async (t) => {
  const cases: [string, string, string, Uint8Array, string][] = [
    ["another ending", "a.xlsm", XLSX, ZIP, '"a.xlsm"'],
    ["two endings", "a.csv.exe", "text/csv", TEXT, '"a.csv.exe"'],
    ["another media type", "a.csv", "text/html", TEXT, '"text/html"'],
    ["a workbook called text", "a.csv", "text/csv", ZIP, '"xlsx"'],
    ["a text called workbook", "a.xlsx", XLSX, TEXT, '"csv"'],
    ["an old workbook", "a.xlsx", "", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), '"an old Excel file"'],
    ["a PDF", "a.csv", "", new TextEncoder().encode("%PDF-1.7"), '"PDF"'],
    ["bytes", "a.csv", "", Uint8Array.of(1, 0, 2), '"bytes that are no text"'],
  ];
  for (const [name, file, type, bytes, told] of cases) {
    await t.step(name, () => {
      throws(() => fileKindOf(file, type, bytes), (error) => String(error).endsWith(told));
    });
  }
});
