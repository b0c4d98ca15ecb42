import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type Typed, typed } from "@/lib/sql/context.ts";
import { ratioOf } from "@/lib/sql/ratio.ts";

const SALES = sum("sum(sales)");
const VISITS = sum("sum(visits)");
const HUNDRED = typed("100", "integer", [], { literal: "100" });
const MEAN: Typed = {
  ...typed("avg(price)", "float", [], { aggregate: true, additivity: "non_additive" }),
  ratio: { numerator: "sum(price)", denominator: "count(price)" },
};

function sum(sql: string): Typed {
  return typed(sql, "integer", [], { aggregate: true, additivity: "additive" });
}

Deno.test("ratioOf() is one sum over another", () => {
  assertEquals(ratioOf(SALES, "/", VISITS), {
    numerator: "sum(sales)",
    denominator: "sum(visits)",
  });
});

Deno.test("ratioOf() scales what is a ratio already", async (t) => {
  const scaled = { numerator: "(sum(price) * 100)", denominator: "count(price)" };
  await t.step("by a factor after it", () => assertEquals(ratioOf(MEAN, "*", HUNDRED), scaled));
  await t.step("by a factor before it", () => assertEquals(ratioOf(HUNDRED, "*", MEAN), scaled));
  await t.step("by a divisor, on the side that loses nothing of whole numbers", () => {
    assertEquals(ratioOf(MEAN, "/", HUNDRED), {
      numerator: "sum(price)",
      denominator: "(count(price) * 100)",
    });
  });
});

Deno.test("ratioOf() is nothing of what can't be put together again", async (t) => {
  const column = typed("price", "float", [], { bare: ["price"], additivity: "additive" });
  const middle = typed("median(price)", "float", [], {
    aggregate: true,
    additivity: "non_additive",
  });
  const cases: readonly (readonly [string, Typed, string, Typed])[] = [
    ["a sum over a median", SALES, "/", middle],
    ["a median over a sum", middle, "/", SALES],
    ["a column over a sum", column, "/", VISITS],
    ["a sum over a constant, which adds up by itself", SALES, "/", HUNDRED],
    ["a constant over a ratio", HUNDRED, "/", MEAN],
    ["a ratio over a column", MEAN, "/", column],
    ["a ratio by a column", MEAN, "*", column],
    ["a ratio by a ratio", MEAN, "*", MEAN],
    ["a sum by a constant", SALES, "*", HUNDRED],
    ["a ratio with something added", MEAN, "+", HUNDRED],
  ];
  for (const [name, left, sign, right] of cases) {
    await t.step(name, () => assertEquals(ratioOf(left, sign, right), undefined));
  }
});
