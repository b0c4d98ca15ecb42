import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { factsOf, MEASURES, notebook, ORDERS } from "./notebook.ts";

databaseTest("kpi totals what does not add up from the rows", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(ORDERS, `time: day\nby: [region, customer]\n${MEASURES}`),
  );
  const figures = ran.figures("k");
  const of = (path: string) =>
    ["revenue", "orders", "average_order", "customers", "middle"].map((name) =>
      figures[`${name}.${path}`]
    );
  // 10 + 20 + 60 + 30 + 40 + 5 = 165 in 6 orders of a, b and c; 20 and 30 are in the middle.
  assertEquals(of("total"), [165, 6, 27.5, 3, 25]);
  // 10, 20 and 30 of a and b.
  assertEquals(of("by.region.North"), [60, 3, 20, 2, 20]);
  // 60, 40 and 5 of a and c.
  assertEquals(of("by.region.South"), [105, 3, 35, 2, 40]);
  // 10, 60, 30 and 5.
  assertEquals(of("by.customer.a"), [105, 4, 26.25, 1, 20]);
  assertEquals(
    factsOf(ran).measures.map(({ name, values }) => [name, values]),
    [
      ["revenue", [90, 70, 5]],
      ["orders", [3, 2, 1]],
      ["average_order", [30, 35, 5]],
      ["customers", [2, 2, 1]],
      ["middle", [20, 35, 5]],
    ],
  );
  assertEquals([figures["revenue.top.region"], figures["middle.top.region"]], ["South", "South"]);
});

databaseTest("kpi keeps beside its columns what ratios are made of", async (database, t) => {
  const hiddenOf = async (by: string) => {
    const ran = await runNotebook(database, notebook(ORDERS, `time: day\n${by}${MEASURES}`));
    const { outcome } = ran.cell("k");
    if (outcome.state !== "done") throw new Error(JSON.stringify(outcome));
    const { relation, schema } = outcome.result;
    return { relation, schema };
  };
  await t.step("where there are dimensions to put together", async () => {
    const { relation, schema } = await hiddenOf("by: [region]");
    // The third measure is revenue / orders: 30 of 2 in the North on the first day.
    assertEquals(schema.hidden, ["_numerator_2", "_denominator_2"]);
    assertEquals(schema.columns.some(({ name }) => name.startsWith("_")), false);
    const [row] = await database.query(
      `select _numerator_2::float8 as numerator, _denominator_2::float8 as denominator ` +
        `from ${relation} where region = 'North' order by period`,
    );
    assertEquals(row, { numerator: 30, denominator: 2 });
  });
  await t.step("and nowhere else", async () => {
    assertEquals((await hiddenOf("")).schema.hidden, undefined);
  });
});

databaseTest("kpi compares with exactly the period and the year before", async (database, t) => {
  const months = `
    day,amount
    2025-01-10,100
    2025-02-10,200
    2025-04-10,50
    2026-01-31,150
  `;
  await t.step("a comparison across a gap is nothing", async () => {
    const ran = await runNotebook(
      database,
      notebook(
        months,
        "time: day\ngrain: month\nmeasures: { revenue: sum(amount) }\ncompare: both",
      ),
    );
    assertEquals(
      ran.cell("k").outcome.state === "done" && (await ran.rows("k")),
      [
        // period, revenue, previous, year before, complete
        ["2025-01-01", 100, null, null, true],
        ["2025-02-01", 200, 100, null, true],
        ["2025-04-01", 50, null, null, true],
        ["2026-01-01", 150, null, 100, true],
      ],
    );
    // 150 after 100 is half more.
    assertEquals(ran.figures("k")["revenue.previous_year_change"], 0.5);
    assertEquals(ran.figures("k")["revenue.previous_period"], null);
  });
  await t.step("a gap is no zero unless the measure says so", async () => {
    const ran = await runNotebook(
      database,
      notebook(
        months,
        "time: day\ngrain: quarter\nmeasures:\n  a: sum(amount)\n  b: { value: sum(amount), gaps: zero }",
      ),
    );
    assertEquals(factsOf(ran).periods, [
      "2025-01-01",
      "2025-04-01",
      "2025-07-01",
      "2025-10-01",
      "2026-01-01",
    ]);
    // The last quarter ends on 1 April 2026, and its rows do on 31 January.
    assertEquals(factsOf(ran).measures.map(({ values }) => values), [
      [300, 50, null, null, 150],
      [300, 50, 0, 0, 150],
    ]);
  });
  await t.step("a week is compared with the 52nd before", async () => {
    const ran = await runNotebook(
      database,
      notebook(
        // Mondays, 52 weeks apart.
        "day,amount\n2025-01-06,4\n2026-01-05,5",
        "time: day\ngrain: week\nmeasures: { n: sum(amount) }\ncompare: previous_year",
      ),
    );
    assertEquals((await ran.rows("k")).map((row) => row.slice(0, 3)), [
      ["2025-01-06", 4, null],
      ["2026-01-05", 5, 4],
    ]);
  });
});

databaseTest("kpi draws all lines but the first side by side from three on", async (database) => {
  const roomOf = async (measures: string) => {
    const ran = await runNotebook(database, notebook(ORDERS, `time: day\nmeasures: ${measures}`));
    return ran.cell("k").blocks.flatMap((block) =>
      block.type === "line" ? [block.room ?? "whole"] : []
    );
  };
  const two = "revenue: sum(amount), orders: count(*)";
  assertEquals(await roomOf(`{ ${two} }`), ["whole", "whole"]);
  assertEquals(await roomOf(`{ ${two}, most: max(amount) }`), ["whole", "half", "half"]);
});

databaseTest("kpi carries targets and chooses rows", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(
      ORDERS,
      "time: day\nwhere: region = 'South'\nmeasures:\n  revenue: { value: sum(amount), target: 50, unit: EUR }",
    ),
  );
  assertEquals(await ran.rows("k"), [
    ["2026-01-01", 60, 50, true],
    ["2026-01-02", 40, 50, true],
    ["2026-01-03", 5, 50, true],
  ]);
  assertEquals(ran.cell("k").figures["revenue.target"], {
    title: ran.cell("k").figures["revenue.target"].title,
    value: 50,
    unit: "EUR",
  });
});

databaseTest("kpi of no rows has no periods", async (database) => {
  const ran = await runNotebook(
    database,
    notebook("day,n\n2026-01-01,1", "time: day\nwhere: n > 1\nmeasures: { n: sum(n) }"),
  );
  assertEquals([factsOf(ran).periods, ran.figures("k")["n.total"]], [[], null]);
});

databaseTest("kpi refuses more rows than key figures have", async (database) => {
  const ran = await runNotebook(
    database,
    "```load t\ninline: |\n  a\n  1\n```\n\n```sql many\nquery: |\n" +
      "  select date '2026-01-01' as day, n from generate_series(1, 500001) as s(n)\n```\n\n" +
      "```kpi k\ntime: day\nby: [n]\nmeasures: { rows: count(*) }\n```\n",
  );
  assertEquals(ran.problems("k").map(({ code, message, place }) => [code, message, place.key]), [[
    "TOO_MANY_ROWS",
    "Cannot keep a kpi of more than 500,000 rows: current value is 500,001",
    "by",
  ]]);
});

databaseTest(
  "kpi tells in one line what others build on, where it is asked to",
  async (database) => {
    const text =
      "```load orders\ninline: |\n  day,amount\n  2026-01-05,2\n  2026-01-07,3\n```\n\n" +
      "```kpi daily\ntime: day\nmeasures: { amount: sum(amount), orders: count(*) }\nshow: line\n```\n";
    const { blocks } = (await runNotebook(database, text)).cell("daily");
    // The 6th has no row and is a day nonetheless.
    assertEquals(blocks, [{
      type: "text",
      paragraphs: [[{
        kind: "plain",
        text: "Amount, orders of 3 days, 5 Jan 2026 to 7 Jan 2026.",
      }]],
    }]);
  },
);
