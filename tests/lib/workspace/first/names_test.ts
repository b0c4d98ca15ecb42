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
    "order_date",
  ];
  assertEquals(Object.fromEntries(plainNames(names, names)), {
    "Order Date": "order_date_2",
    "orderDate": "order_date_3",
    "Discount %": "discount_percent",
    "2024": "column_2024",
    "!!": "column_6",
    "period": "period_2",
  });
});

Deno.test("plainNames() keeps what people wrote where it is more than plain letters", async (t) => {
  const cases: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] =
    [
      ["German", ["Stück", "Anzahl Bestellungen", "Größe (cm)", "MwSt. %"], {}],
      ["Polish", ["Data sprzedaży", "Ilość", "Przychód netto"], {}],
      ["Turkish", ["İl", "Satış tutarı", "ISI"], {}],
      ["Greek", ["Ημερομηνία", "ΈΣΟΔΑ"], {}],
      ["Japanese", ["日付", "売上（税込）"], {}],
      // As some systems write it, a sign of its own follows the u.
      ["parted signs", ["Stu\u0308ck"], { "Stu\u0308ck": "Stück" }],
      ["what tables have themselves", ["Stück", "period"], { period: "period_2" }],
      ["numbers alone", ["Stück", "2024"], { 2024: "column_2024" }],
      ["other signs", ["Stück", "*Größe* ${c}"], { "*Größe* ${c}": "größe_c" }],
      // 30 letters of two bytes are too many for what is put behind them.
      ["long", ["ΈΣΟΔΑ", "έ".repeat(30)], { ["έ".repeat(30)]: "έ".repeat(22) }],
    ];
  for (const [name, names, renamed] of cases) {
    await t.step(name, () => assertEquals(Object.fromEntries(plainNames(names, names)), renamed));
  }
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
