import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Value } from "@/lib/frame/frame.ts";
import { column, type ColumnSchema } from "@/lib/frame/schema.ts";
import { cellClass, writerOf } from "@/lib/chart/table_text.ts";

Deno.test("writerOf() writes the values of a column alike", () => {
  const cases: [ColumnSchema, Value[], string[]][] = [
    [column("price", "decimal", { unit: "USD" }), [1234.5, 2], ["1,234.50", "2.00"]],
    [column("share", "float", { unit: "%" }), [0.25, -0.5], ["25", "−50"]],
    [column("order_id", "integer"), [12345], ["12345"]],
    [column("Invoice-No", "integer"), [12345], ["12345"]],
    [column("customerId", "integer"), [12345], ["12345"]],
    [column("EAN", "integer"), [4006381333931], ["4006381333931"]],
    [column("paid", "integer"), [12345], ["12,345"]],
    [column("casino", "integer"), [12345], ["12,345"]],
    [column("total", "decimal"), ["-12345678901234567890.12"], ["−12,345,678,901,234,567,890.12"]],
    [column("ok", "boolean"), [true, false], ["yes", "no"]],
    [column("word", "text"), ["<b>"], ["<b>"]],
  ];
  for (const [schema, values, expected] of cases) {
    assertEquals(values.map(writerOf(schema, values)), expected);
  }
});

Deno.test("cellClass() tells figures from words", () => {
  assertEquals(cellClass(column("n", "float")), "figure");
  assertEquals(cellClass(column("n", "text")), "words");
  assertEquals(cellClass(column("n", "date")), "");
});
