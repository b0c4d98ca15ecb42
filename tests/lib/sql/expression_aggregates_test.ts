import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { column } from "@/lib/frame/schema.ts";
import { compileExpression } from "@/lib/sql/expression.ts";
import { columns } from "@/tests/helpers/relation.ts";
import { assertValues, compile, refusal, scope } from "./compiled.ts";

Deno.test("compileExpression() computes aggregates", async () => {
  await assertValues([
    ["sum(units)", ["5"]],
    ["count(*)", ["2"]],
    ["count(units)", ["1"]],
    ["count(distinct region)", ["1"]],
    ["sum(price) filter (where not ok)", [null]],
    ["median(price)", ["2.5"]],
    ["percentile_cont(0.9) within group (order by units desc)", ["5"]],
    ["string_agg(region, ', ')", ["North"]],
    ["sum(units) / count(*) = 2.5", ["true"]],
    ["min(region)", ["North"]],
    ["bool_and(ok)", ["true"]],
  ].map(([text, values]) => [text as string, values as unknown[]]));
});

Deno.test("compileExpression() tells which aggregates add up, and their units", async (t) => {
  const cases: [string, string, string | null][] = [
    ["sum(price)", "additive", "USD"],
    ["count(*)", "additive", null],
    ["sum(price) - sum(units)", "additive", "USD"],
    ["sum(price) / 1000", "additive", "USD"],
    ["2 * sum(price)", "additive", "USD"],
    ["coalesce(sum(price), 0)", "additive", "USD"],
    ["sum(price) + 1", "non_additive", "USD"],
    ["sum(price) * sum(units)", "non_additive", "USD"],
    ["sum(price) / count(*)", "non_additive", "USD"],
    ["sum(price) / sum(price)", "non_additive", null],
    ["avg(price)", "non_additive", "USD"],
    ["median(price)", "non_additive", "USD"],
    ["count(distinct region)", "non_additive", null],
    ["sum(distinct price)", "non_additive", "USD"],
    ["max(price)", "non_additive", "USD"],
    ["round(sum(price), 1)", "non_additive", "USD"],
    ["sum(stock)", "semi_additive", null],
    ["sum(share)", "non_additive", null],
  ];
  const more = [
    ...columns,
    column("stock", "integer", { additivity: "semi_additive" }),
    column("share", "float", { additivity: "non_additive" }),
  ];
  for (const [text, additivity, unit] of cases) {
    await t.step(text, () => {
      const found = compile(text, { columns: more });
      assertEquals([found.additivity, found.unit], [additivity, unit]);
    });
  }
});

Deno.test("compileExpression() tells the two sums that a ratio is made of", async (t) => {
  const [price, rows] = [`sum("price")`, "count(*)"];
  const cases: [string, [string, string] | null][] = [
    ["sum(price) / count(*)", [price, rows]],
    ["sum(price) / nullif(count(*), 0)", [price, "nullif(count(*), 0::int8)"]],
    ["100 * sum(price) / count(*)", [`(100::int8 * ${price})`, rows]],
    ["100 * (sum(price) / count(*))", [`(${price} * 100::int8)`, rows]],
    ["sum(price) / count(*) * 100", [`(${price} * 100::int8)`, rows]],
    ["sum(price) / count(*) / 2", [price, "(count(*) * 2::int8)"]],
    ["round(sum(price) / count(*), 2)", [price, rows]],
    ["coalesce(sum(price) / count(*), 0)", [price, rows]],
    ["avg(price)", [price, `count("price")`]],
    ["avg(price) filter (where ok)", [
      `${price} filter (where "ok")`,
      `count("price") filter (where "ok")`,
    ]],
    ["sum(price)", null],
    ["avg(distinct price)", null],
    ["sum(price) / count(distinct region)", null],
    ["sum(price) / count(*) + 1", null],
    ["median(price)", null],
    ["max(price)", null],
  ];
  for (const [text, expected] of cases) {
    await t.step(text, () => {
      const { ratio } = compile(text);
      assertEquals(ratio && [ratio.numerator, ratio.denominator], expected);
    });
  }
});

Deno.test("compileExpression() warns of a sum of what does not add up, and of two units", () => {
  const more = [
    column("share", "float", { additivity: "non_additive" }),
    column("a", "decimal", { unit: "USD" }),
    column("b", "decimal", { unit: "EUR" }),
  ];
  assertEquals(compile("sum(share)", { columns: more }).warnings.length, 1);
  assertEquals(compile("a + b", { columns: more }).warnings.length, 1);
  assertEquals(compile("a + a", { columns: more }).warnings, []);
});

Deno.test("compileExpression() computes measures of measures anew", () => {
  const measures = new Map([
    ["units", "sum(units)"],
    ["orders", "count(*)"],
    ["average", "units / orders"],
    ["again", "again + 1"],
    ["here", "there"],
    ["there", "here"],
  ]);
  // Inside of an aggregate a name is a column, outside a measure.
  assertEquals(
    compile("average", { measures }).sql,
    `(sum("units")::int8::numeric / nullif(count(*), 0::int8))`,
  );
  assertEquals(compile("average", { measures }).columns, ["units"]);
  assertEquals(/from itself/.test(refusal("again", { measures }).message), true);
  assertEquals(/from itself/.test(refusal("here", { measures }).message), true);
});

Deno.test("compileExpression() names the measures of a cycle", () => {
  const measures = new Map([["m", "n + 1"], ["n", "k * 2"], ["k", "n - 1"], [
    "units",
    "sum(units)",
  ]]);
  const message = "Cannot compute a measure from itself: current value is n from k from n";
  assertEquals(refusal("m", { measures }).message, message);
  assertEquals(
    refusal("n - 1", { measures, measure: "k" }).message.endsWith("k from n from k"),
    true,
  );
  assertEquals(refusal("k + 1", { measures, measure: "k" }).message.endsWith("k from k"), true);
  // The name of a column is that column in its own measure.
  assertEquals(compile("sum(units)", { measures, measure: "units" }).columns, ["units"]);
});

Deno.test("compileExpression() does not double without end", () => {
  const names = Array.from({ length: 40 }, (_, index) => `m${index}`);
  const measures = new Map(
    names.map((name, index) => [name, index === 0 ? "count(*)" : `m${index - 1} + m${index - 1}`]),
  );
  assertEquals(/so many others/.test(refusal("m39", { measures }).message), true);
});

Deno.test("compileExpression() keeps aggregates where they belong", () => {
  const forbidden = () => compileExpression("sum(units)", scope);
  const required = () => compileExpression("units", scope, { aggregates: "required" });
  for (const call of [forbidden, required, () => compile("sum(sum(units))")]) {
    try {
      call();
      assertEquals("a refusal", null);
    } catch (error) {
      assertEquals(error instanceof AppError && error.code, "BAD_EXPRESSION");
    }
  }
});
