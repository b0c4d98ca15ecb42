import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { factsOf, MEASURES, notebook, ORDERS } from "./notebook.ts";

databaseTest("kpi keeps the top of a dimension and sums the rest anew", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(
      ORDERS,
      `time: day\ngrain: month\nby: [customer]\n${MEASURES.trim()}\ntop: { dimension: customer, n: 1, measure: revenue, rest: All others }`,
    ),
    { asOf: "2026-01-31" },
  );
  const figures = ran.figures("k");
  // a: 10 + 60 + 30 + 5. The rest are 20 and 40.
  assertEquals(
    ["a", "All others"].map((value) =>
      ["revenue", "average_order", "customers", "middle"].map((name) =>
        figures[`${name}.by.customer.${value}`]
      )
    ),
    [[105, 26.25, 1, 20], [60, 30, 2, 30]],
  );
});

databaseTest("kpi ranks what is left over by its top last", async (database) => {
  const rows = `${ORDERS}  2026-01-04,East,d,900\n  2026-01-04,East,b,1\n`;
  const body = "time: day\ngrain: month\nby: [customer]\n" +
    "measures: { revenue: sum(amount), orders: count(*) }\n" +
    "top: { dimension: customer, n: 2, measure: orders, rest: Others }";
  const below = "```chart bars\nfrom: k\ntype: bar\nx: customer\ny: revenue\n```\n\n" +
    "```summary brief\n{}\n```\n";
  const ran = await runNotebook(database, `${notebook(rows, body)}\n${below}`, {
    asOf: "2026-01-31",
  });
  // By orders a has 4 and b 2; by revenue a has 105 and b 21. The rest is c's 40 and d's 900.
  const names = factsOf(ran).dimensions[0].values.map(({ value }) => value);
  assertEquals(names, ["a", "b", "Others"]);
  assertEquals(ran.figures("k")["revenue.top.customer"], "a");
  assertEquals(ran.figures("k")["revenue.by.customer.Others"], 940);
  const [block] = ran.cell("bars").blocks;
  assertEquals(block.type === "bar" && block.bars.map(({ name }) => name), ["a", "b", "Others"]);
  assertMatch(String(ran.figures("brief").text), /Highest by customer in a/);
});

databaseTest("kpi ranks by its first measure, whatever its name", async (database, t) => {
  for (const name of ["value", "_count", "c", "b", "orders"]) {
    await t.step(name, async () => {
      const body = `time: day\nby: [customer]\nmeasures:\n  ${name}: sum(amount)`;
      const ran = await runNotebook(database, notebook(ORDERS, body));
      // a: 10 + 60 + 30 + 5 = 105, c: 40, b: 20.
      assertEquals(
        factsOf(ran).dimensions[0].values.map(({ value, amounts }) => [value, ...amounts]),
        [["a", 105], ["c", 40], ["b", 20]],
      );
    });
  }
});
