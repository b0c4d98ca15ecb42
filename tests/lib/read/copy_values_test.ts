import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { sampleRows } from "@/lib/read/copy_values.ts";
import { readRows } from "@/lib/read/read_rows.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";

async function sampleOf(text: string, writtenRows?: number) {
  const chunks: Uint8Array[] = [];
  let types: readonly ColumnType[] = [];
  const source = async function* () {
    yield new TextEncoder().encode(text);
  };
  for await (const event of readRows(source, { writtenRows })) {
    if (event.type === "table") types = event.columns.map(({ type }) => type);
    if (event.type === "copy") chunks.push(event.bytes);
  }
  return { types, rows: sampleRows(chunks, types) };
}

Deno.test("sampleRows() reads values of every type as they were written", async () => {
  const { types, rows } = await sampleOf(
    "n,d,f,ok,day,at,clock,word\n" +
      "1,-12.50,1e-3,yes,2026-01-31,2026-01-31T10:20:30.5Z,10:20:30,é\n" +
      "-9007199254740991,100000.0001,2.5E+10,no,1999-12-31,1969-12-31T23:59:59Z,00:00:00,\n",
  );
  assertEquals(types, [
    "integer",
    "decimal",
    "float",
    "boolean",
    "date",
    "timestamp",
    "time",
    "text",
  ]);
  assertEquals(rows, [
    {
      line: 2,
      values: [1, -12.5, 0.001, true, "2026-01-31", "2026-01-31T10:20:30.5Z", "10:20:30", "é"],
    },
    {
      line: 3,
      values: [
        -9007199254740991,
        100000.0001,
        2.5e10,
        false,
        "1999-12-31",
        "1969-12-31T23:59:59Z",
        "00:00:00",
        null,
      ],
    },
  ]);
});

Deno.test("readRows() writes no more rows than are asked for", async () => {
  const { rows } = await sampleOf(`a\n${"7\n".repeat(20)}`, 3);
  assertEquals(rows.map(({ line }) => line), [2, 3, 4]);
});
