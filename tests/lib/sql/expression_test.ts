import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { column } from "@/lib/frame/schema.ts";
import { assertValues, compile, refusal } from "./compiled.ts";

Deno.test("compileExpression() computes what analysts expect", async () => {
  // The first row is 5, 2.5, 0.5, true, 2026-01-31, 10:00, 2026-01-31 10:00, North; the second all NULL.
  await assertValues([
    ["units * price", ["12.5", null]],
    ["round(7 / 2, 1)", ["3.5", "3.5"]],
    ["units / 0", [null, null]],
    ["price / (units - 5)", [null, null]],
    ["units % 0", [null, null]],
    ["mod(units, 3)", ["2", null]],
    ["100000 * 100000", ["10000000000", "10000000000"]],
    ["-units + 7", ["2", null]],
    ["2 ^ 10 = 1024", ["true", "true"]],
    ["ratio % 0.3", ["0.2", null]],
    ["coalesce(price, 0) + 1", ["3.5", "1"]],
    ["case region when 'North' then 1 else 2.5 end", ["1", "2.5"]],
    ["region || '-' || units", ["North-5", null]],
    ["upper('é')", ["É", "É"]],
    ["lower('É')", ["é", "é"]],
    ["region < 'a'", ["true", null]],
    ["greatest('a', 'B')", ["a", "a"]],
    ["date_trunc('month', day)", ["2026-01-01", null]],
    ["day + 1", ["2026-02-01", null]],
    ["day - '2026-01-01'", ["30", null]],
    ["extract(epoch from at - day) / 3600 = 10", ["true", null]],
    ["extract(isodow from day)", ["6", null]],
    ["at at time zone 'Europe/Berlin' = '2026-01-31 11:00'", ["true", null]],
    ["day > '2026-01-01'", ["true", null]],
    ["units between 1 and 5", ["true", null]],
    ["region ilike 'nor%'", ["true", null]],
    ["region ~ '^N'", ["true", null]],
    ["'É' ilike 'é%' and 'É' ~* 'é' and 'É' not like 'é'", ["true", "true"]],
    // Two rules of order in one expression would be refused by Postgres.
    ["coalesce(upper(region), greatest('a', lower(region))) || lower('B')", ["NORTHb", "ab"]],
    ["'C:\\temp' = E'C:\\\\temp'", ["true", "true"]],
    ["ok is not true", ["false", "true"]],
    ["units is distinct from 5", ["false", "true"]],
    ["trim(both 'N' from region)", ["orth", null]],
    ["position('r' in region)", ["3", null]],
    ["'5'::integer + 1", ["6", "6"]],
    ["cast(price as integer)", ["3", null]],
    ["round(ratio, 0) + 1", ["2", null]],
    ["ok::integer", ["1", null]],
  ]);
});

Deno.test("compileExpression() takes parameters as typed values", async () => {
  await assertValues([
    ["day in ${period}", ["true", null]],
    // 10:00 of the last day is in it: both days are, whole.
    ["at in ${period}", ["true", null]],
    ["day in ${before}", ["false", null]],
    ["day not in ${before}", ["true", null]],
    ["day between ${period.from} and ${period.to}", ["true", null]],
    ["region = ${every}", ["true", "true"]],
    ["region <> ${every}", ["true", "true"]],
    ["region in ${every}", ["true", "true"]],
    ["not (region = ${every})", ["true", "true"]],
    ["day between ${every.from} and ${every.to}", ["true", "true"]],
    ["region = ${north}", ["true", null]],
    ["units = ${five}", ["true", null]],
    ["region in ${regions}", ["true", null]],
    ["region in (${north}, 'South')", ["true", null]],
    ["region in ${nothing}", ["false", "false"]],
    ["units * ${three}", ["15", null]],
    ["units * ${half}", ["2.5", null]],
    ["day > ${first}", ["true", null]],
    ["ok = ${yes}", ["true", null]],
    ["${sly}", ["'; drop table orders; --", "'; drop table orders; --"]],
    ["coalesce(${north}, 'x')", ["North", "North"]],
  ]);
});

Deno.test("compileExpression() never prints a parameter's value", () => {
  for (
    const text of [
      "region = ${sly}",
      "region = ${north}",
      "region in ${regions}",
      "units > ${three}",
      "concat(${north})",
    ]
  ) {
    const { sql } = compile(text);
    assertEquals(/North|drop|Hara|3/.test(sql), false, sql);
  }
  const { sql, parameters } = compile("region = ${sly} or region = ${sly}", { firstParameter: 7 });
  assertEquals(sql, `(("region" = $7::text) or ("region" = $7::text))`);
  assertEquals(parameters, ["'; drop table orders; --"]);
});

Deno.test("compileExpression() tells code, place and remedy of what is wrong", async (t) => {
  const cases: [string, string, number, string | null][] = [
    ["1 + regoin", "MISSING_COLUMN", 5, `Did you mean "region"?`],
    ['region = "North"', "MISSING_COLUMN", 10, "A text stands in single quotes: 'North'"],
    ["uppr(region)", "BAD_EXPRESSION", 1, `Did you mean "upper"?`],
    ["units + region", "WRONG_TYPE", 7, "Join texts with ||, or cast a text to a number"],
    ["day > '2026-02-30'", "WRONG_TYPE", 5, "Write it as in '2026-01-31'"],
    ["units > ${thre}", "BAD_PARAMETER", 10, `Did you mean "three"?`],
    ["units in ${period}", "WRONG_TYPE", 7, "Use a column of type date or timestamp"],
    [
      "upper(${every})",
      "WRONG_TYPE",
      8,
      "It stands alone on one side of a condition, as in region = ${region}",
    ],
    ["units = ${north}", "WRONG_TYPE", 7, "Write it as in '12'"],
    ["sum(units) + units", "BAD_EXPRESSION", 1, `Put it into an aggregate too, as in max("units")`],
    ["day - at", "WRONG_TYPE", 1, "Write extract(epoch from …) / 86400 for its days"],
    ["date_trunc('mnth', day)", "BAD_EXPRESSION", 12, `Did you mean "month"?`],
  ];
  for (const [text, code, position, remedy] of cases) {
    await t.step(text, () => {
      const [problem] = refusal(text).problems;
      const expected = { code, place: { line: 1, column: position }, remedy };
      const { place } = problem;
      assertEquals({
        code: problem.code,
        place,
        remedy: problem.remedy?.replaceAll("max(units)", `max("units")`) ?? null,
      }, expected);
    });
  }
});

Deno.test("compileExpression() reads quoted names and prints them safely", () => {
  const strange = [
    column(`a"b`, "integer"),
    column("Order Date", "date"),
    column("select", "text"),
  ];
  assertEquals(compile(`"a""b" + 1`, { columns: strange }).sql, `("a""b" + 1::int8)`);
  assertEquals(compile(`"Order Date" + 1`, { columns: strange }).sql, `("Order Date" + 1::int4)`);
  assertEquals(compile(`"select"`, { columns: strange, relation: "t" }).sql, `"t"."select"`);
});
