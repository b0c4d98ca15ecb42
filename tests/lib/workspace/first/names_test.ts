import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { plainNames, reference } from "@/lib/workspace/first/names.ts";

Deno.test("plainNames() makes names that need no quotes, each once", () => {
  const names = [
    "region",
    "Order Date",
    "orderDate",
    "Discount %",
    "2024",
    "!!",
    "period",
    "Größe",
    "日付",
    "order_date",
  ];
  assertEquals(Object.fromEntries(plainNames(names, names)), {
    "Order Date": "order_date_2",
    "orderDate": "order_date_3",
    "Discount %": "discount_percent",
    "2024": "column_2024",
    "!!": "column_6",
    "period": "period_2",
    "Größe": "grosse",
  });
});

Deno.test("reference() quotes names that expressions would read otherwise", async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ["revenue", "revenue"],
    ["order", '"order"'],
    ["日付", '"日付"'],
    ['say "hi"', '"say ""hi"""'],
  ];
  for (const [name, written] of cases) {
    await t.step(name, () => assert.equal(reference(name), written));
  }
});
