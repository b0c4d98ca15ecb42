import { deepStrictEqual as assertEquals, match, throws } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { detectFormat, disagreement } from "@/lib/read/formats/detect.ts";

function bytesOf(...parts: (string | number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => typeof part === "string" ? [...new TextEncoder().encode(part)] : part),
  );
}

Deno.test("detectFormat() goes by the bytes, and by the name only in doubt", async (t) => {
  const cases: [string, string, string, string][] = [
    ["CSV", "a,b\n1,2\n", "a.csv", "csv"],
    ["CSV named JSON Lines", "a,b\n1,2\n", "a.jsonl", "csv"],
    ["an array", ' \n[{"a":1}]', "a.csv", "json"],
    ["an empty array", "[]", "a.txt", "json"],
    ["an array of numbers", "[1,2]", "a.txt", "json"],
    ["one object", '{"a":1}', "a.txt", "json"],
    ["a printed object", '{\n "a": {\n}}', "a.txt", "json"],
    ["an object a line", '{"a":1}\n{"a":2}', "a.txt", "ndjson"],
    ["an array a line, by its name", "[1]\n[2]", "a.ndjson", "ndjson"],
    ["a bad first line, a good second one", '{"a":\n{"a":2}\n', "a.txt", "ndjson"],
    ["a header in brackets", "[id],[name]\n1,x", "a.csv", "csv"],
    ["a header in braces", "{id},{name}\n1,x", "a.csv", "csv"],
    ["a header that begins like a magic number", "ORCID,BZh\n1,2", "a.csv", "csv"],
    ["text after PK", "PK,name\n1,x", "a.csv", "csv"],
  ];
  for (const [name, text, fileName, expected] of cases) {
    await t.step(name, () => assertEquals(detectFormat(bytesOf(text), fileName), expected));
  }
});

Deno.test("detectFormat() refuses what is no table, and says what it is", async (t) => {
  const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  const wide = [..."EncryptedPackage"].flatMap((letter) => [letter.charCodeAt(0), 0]);
  const cases: [string, Uint8Array, RegExp][] = [
    ["PNG", bytesOf([0x89], "PNG\r\n"), /a PNG image/],
    ["PDF", bytesOf("%PDF-1.7\n"), /a PDF document/],
    ["a program", bytesOf([0x7f], "ELF", [2, 1]), /a Linux program/],
    ["an old workbook", bytesOf(OLE, new Array(600).fill(0)), /an old XLS workbook/],
    [
      "an encrypted workbook",
      bytesOf(OLE, new Array(504).fill(0), wide),
      /is an encrypted workbook/,
    ],
    ["RTF", bytesOf("{\\rtf1\\ansi"), /an RTF document/],
    ["a page named .xls", bytesOf("\n<html><body><table>"), /an HTML page/],
    [
      "an XML spreadsheet",
      bytesOf(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
      ),
      /an XML spreadsheet/,
    ],
    ["encrypted Parquet", bytesOf("PARE", [0, 1]), /an encrypted Parquet file/],
    ["SQLite", bytesOf("SQLite format 3", [0]), /an SQLite database/],
    [
      "anything packed",
      Uint8Array.from({ length: 999 }, (_, i) => (i * i * 31) >> 3),
      /binary, of a kind/,
    ],
    ["tar", bytesOf(new Array(257).fill(65), "ustar"), /a tar archive/],
  ];
  for (const [name, bytes, pattern] of cases) {
    await t.step(name, () => {
      throws(() => detectFormat(bytes, "a.xls"), (error) => {
        if (!(error instanceof AppError)) return false;
        match(error.message, pattern);
        return error.code === "UNSUPPORTED_FORMAT" && error.problems[0].remedy !== null;
      });
    });
  }
  await t.step("text that is named Parquet", () => {
    throws(() => detectFormat(new TextEncoder().encode("a,b\n1,2\n"), "a.parquet"), {
      code: "UNSUPPORTED_FORMAT",
      message: /current value is not Parquet, as its name says/,
    });
  });
  await t.step("nothing at all", () => {
    throws(() => detectFormat(new Uint8Array(), "a.csv"), { code: "EMPTY_FILE" });
  });
});

Deno.test("disagreement() tells a name that promises something else", () => {
  assertEquals(disagreement("json", "a.ndjson"), null);
  assertEquals(disagreement("csv", "a.TSV.gz"), null);
  assertEquals(disagreement("csv", "readings"), null);
  assertEquals(
    disagreement("csv", "a.xlsx"),
    'The name "a.xlsx" says XLSX, the bytes are CSV: read as CSV',
  );
});
