import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { columnOf, type Frame } from "@/lib/frame/frame.ts";
import { column } from "@/lib/frame/schema.ts";
import { writeWorkbook } from "@/lib/share/xlsx/workbook.ts";
import { readAll } from "@/tests/lib/read/formats/reading.ts";

const COLUMNS = [column("n", "integer"), column("word", "text"), column("day", "date")];

function page(from: number, length: number): Frame {
  const numbers = Array.from({ length }, (_, index) => from + index);
  return {
    length,
    columns: [
      columnOf("c0", "text", numbers.map(String)),
      columnOf("c1", "text", numbers.map((number) => `=word ${number} <&>"`)),
      columnOf("c2", "date", numbers.map(() => "2026-01-31")),
    ],
  };
}

async function workbookOf(...pages: readonly Frame[]): Promise<Uint8Array> {
  const total = pages.reduce((sum, { length }) => sum + length, 0);
  async function* given() {
    yield* pages;
  }
  const chunks = writeWorkbook({ columns: COLUMNS, description: "key", pages: given(), total });
  return new Uint8Array(await new Response(ReadableStream.from(chunks)).arrayBuffer());
}

Deno.test("writeWorkbook() writes what a reader of workbooks reads", async () => {
  const { columns, text, rejections } = await readAll(
    await workbookOf(page(1, 2), page(3, 1)),
    "rows.xlsx",
  );
  assertEquals(columns.map(({ name }) => name), ["n", "word", "day"]);
  assertEquals(rejections, []);
  const lines = text.trim().split("\n");
  assertEquals(lines.length, 4);
  ok(lines[3].includes("2026-01-31") && lines[3].includes("=word 3 <&>"), lines[3]);
});

Deno.test("writeWorkbook() writes a workbook without rows", async () => {
  const bytes = await workbookOf();
  // "PK", and the end of the directory 22 bytes from the end.
  assertEquals([...bytes.subarray(0, 4)], [0x50, 0x4b, 3, 4]);
  assertEquals([...bytes.subarray(-22, -18)], [0x50, 0x4b, 5, 6]);
});

Deno.test("writeWorkbook() gives the same bytes for the same rows", async () => {
  assertEquals(await workbookOf(page(1, 100)), await workbookOf(page(1, 100)));
});
