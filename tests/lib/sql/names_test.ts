import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { findNames } from "@/lib/sql/names.ts";

Deno.test("findNames() finds the cells that a SELECT reads", async (t) => {
  const cases: [string, string, string[]][] = [
    ["one", "select * from orders", ["orders"]],
    ["a join", "select * from orders o join regions using (region), days", [
      "orders",
      "regions",
      "days",
    ]],
    ["a subquery", "select (select max(a) from b) as m from c where x in (select y from d)", [
      "b",
      "c",
      "d",
    ]],
    ["a union", "select 1 as a from b union select 1 from c", ["b", "c"]],
    [
      "what WITH defines",
      "with a as (select * from b), c as (select * from a) select * from c, d",
      ["b", "d"],
    ],
    ["a cell under its own name", "with orders as (select * from orders) select * from orders", [
      "orders",
    ]],
    ["no table", "select 1 as one", []],
  ];
  for (const [name, select, tables] of cases) {
    await t.step(name, () => assertEquals([...findNames(select).tables].sort(), tables.sort()));
  }
});

Deno.test("findNames() finds the parameters", () => {
  const { parameters } = findNames(
    "select * from a where b in ${period} and c = ${n} and b > ${period.from}",
  );
  assertEquals([...parameters].sort(), ["n", "period"]);
});

Deno.test("findNames() refuses what is no SQL", () => {
  assertThrows(() => findNames("select from where"), AppError);
});

Deno.test("findNames() walks over what is nested deeply", () => {
  for (const select of [`select ${"not ".repeat(3000)}true`, `select 1${" + 1".repeat(3000)}`]) {
    assertEquals(findNames(`${select} from a`).tables, ["a"]);
  }
});
