import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { notebook, segmentsOf } from "./notebook.ts";

databaseTest("explain splits a ratio into mix and rate", async (database, t) => {
  const of = async (measure: string) => {
    const ran = await runNotebook(
      database,
      notebook(`measure: ${measure}\nby: [channel]\nbetween: [2026-01, 2026-02]`),
    );
    return segmentsOf(ran, "channel").map((row) => [
      row[0],
      ...row.slice(1).map((value) => value === null ? null : Number(Number(value).toFixed(6))),
    ]);
  };
  // Web: 90 of 150 visits, then 21 of 130. Shop: 60 of 150, then 29 of 170. Parts 1/2 and 13/30,
  // 1/2 and 17/30; ratios 0.6 and 0.161538, 0.4 and 0.170588. Whole 0.5, then 1/6; middle 1/3.
  // Web: rate 7/15 x -0.438462 = -0.204615; mix (0.380769 - 0.333333) x -1/15 = -0.003162.
  // Shop: rate 8/15 x -0.229412 = -0.122353; mix (0.285294 - 0.333333) x 1/15 = -0.003203.
  // Together -0.333333.
  await t.step("of two other measures", async () => {
    const [web, shop] = await of("a_visit");
    assertEquals(web.slice(0, 7), ["web", 0.6, 0.161538, -0.207778, 0.623, -0.003162, -0.204615]);
    assertEquals(shop.slice(0, 7), ["shop", 0.4, 0.170588, -0.125556, 0.377, -0.003203, -0.122353]);
  });
  await t.step("and one that is scaled and rounded, by what it is made of", async () => {
    const [web] = await of("rounded");
    assertEquals(web.slice(0, 4), ["web", 60, 16.153846, -20.777778]);
  });
  await t.step("and a mean, from its sum and count", async () => {
    // Web 60 and 30, then 10 and 11; shop 40 and 20, then 28 and 1: half of the rows each time.
    assertEquals((await of("mean")).map((row) => row.slice(0, 7)), [
      ["web", 45, 10.5, -17.25, 0.69, 0, -17.25],
      ["shop", 30, 14.5, -7.75, 0.31, 0, -7.75],
    ]);
  });
  await t.step("and says so in its answer", async () => {
    const ran = await runNotebook(
      database,
      notebook("measure: mean\nby: [channel]\nbetween: [2026-01, 2026-02]"),
    );
    assertEquals(
      ran.figures("why").answer,
      "Mean fell by 25, from 37.50 (Jan 2026) to 12.50 (Feb 2026): web brought 69% of the fall, " +
        "shop 31%; by the rates themselves, hardly by mix",
    );
  });
});

databaseTest("explain puts means together from what a load kept", async (database) => {
  // A kpi by day of plain aggregates, whose rows are added up while the file is read.
  const text = `
\`\`\`load orders
file: orders.csv
\`\`\`

\`\`\`kpi daily
time: day
by: [region]
measures: { mean: avg(amount) }
\`\`\`

\`\`\`explain why
measure: mean
between: [2026-01-01, 2026-01-02]
\`\`\`
`;
  const files = {
    "orders.csv": "day,region,amount\n2026-01-01,North,10\n2026-01-01,North,20\n" +
      "2026-01-01,South,60\n2026-01-02,North,30\n2026-01-02,South,40\n",
  };
  // North 30 of 2, then 30 of 1; South 60 of 1, then 40 of 1. Whole 30, then 35; middle 32.5.
  // North: rate (2/3 + 1/2)/2 x 15 = 8.75; mix (22.5 - 32.5) x -1/6 = 1.666667.
  // South: rate (1/3 + 1/2)/2 x -20 = -8.333333; mix (50 - 32.5) x 1/6 = 2.916667.
  for (const ahead of [true, false]) {
    const ran = await runNotebook(database, text, { files, ahead, cache: false });
    const rows = await ran.rows("why");
    assertEquals(
      rows.map((row) => [row[1], ...row.slice(7, 9).map((value) => Number(value).toFixed(6))]),
      [["North", "1.666667", "8.750000"], ["South", "2.916667", "-8.333333"]],
    );
  }
});

databaseTest("explain tells percentages that are near each other apart", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(
      "measure: share\nbetween: [2026-01, 2026-02]\nby: [region]",
      '  share: { value: sum(amount) / sum(visits), unit: "%" }',
      `
      month,region,channel,visits,amount
      2026-01-15,EMEA,web,10000,396
      2026-02-28,EMEA,web,10000,401
    `,
    ),
  );
  assertMatch(
    String(ran.figures("why").answer),
    /^Share rose by 0\.05 points, from 3\.96% \(Jan 2026\) to 4\.01% \(Feb 2026\)/,
  );
});
