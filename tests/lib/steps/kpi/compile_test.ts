import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { notebook, ORDERS } from "./notebook.ts";

databaseTest("kpi refuses what does not fit, at the key", async (database, t) => {
  const cases: [string, string, string, string][] = [
    ["a time that is none", "time: amount\nmeasures: { n: count(*) }", "WRONG_TYPE", "time"],
    [
      "an unknown dimension",
      "time: day\nby: [regon]\nmeasures: { n: count(*) }",
      "MISSING_COLUMN",
      "by[1]",
    ],
    [
      "a measure that is no aggregate",
      "time: day\nmeasures: { n: amount }",
      "BAD_EXPRESSION",
      "measures.n",
    ],
    [
      "a measure that is text",
      "time: day\nmeasures: { n: max(region) }",
      "WRONG_TYPE",
      "measures.n",
    ],
    [
      "measures of one another",
      "time: day\nmeasures: { n: m + 1, m: n + 1 }",
      "BAD_EXPRESSION",
      "measures.n",
    ],
    [
      "an unknown zone",
      "time: day\nzone: Europe/Berln\nmeasures: { n: count(*) }",
      "BAD_PARAMETER",
      "zone",
    ],
    [
      "a where that is a number",
      "time: day\nwhere: amount\nmeasures: { n: count(*) }",
      "WRONG_TYPE",
      "where",
    ],
    [
      "a top of what is no dimension",
      "time: day\nmeasures: { n: count(*) }\ntop: { dimension: region, measure: n }",
      "BAD_PARAMETER",
      "top.dimension",
    ],
  ];
  for (const [name, body, code, key] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, notebook(ORDERS, body));
      const [problem] = ran.problems("k");
      assertEquals([problem?.code, problem?.place.key], [code, key]);
    });
  }
});

databaseTest("kpi refuses names that it has itself, or that are cut", async (database, t) => {
  const cases: [string, string, RegExp][] = [
    ["the period's", "period: sum(amount)", /one name.*"period", which every kpi has/],
    ["one it computes with", "_level: sum(amount)", /one name.*"_level", which every kpi has/],
    // 26 letters of two bytes, and "_year_before" behind them.
    ["too many bytes", `${"é".repeat(26)}: sum(amount)`, /at most 51 bytes/],
  ];
  for (const [name, measure, message] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(
        database,
        notebook(ORDERS, `time: day\nmeasures:\n  ${measure}`),
        { continueOnError: true },
      );
      assertMatch(ran.problems("k")[0].message, message);
    });
  }
});
