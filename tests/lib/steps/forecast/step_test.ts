import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";

/** Ten weeks in which every weekday has its own amount: 1 to 7. */
function notebook(forecast: string): string {
  const days = ["2026-01-05", ...periodsAfter("2026-01-05", "day", 69)];
  const rows = days.map((day, i) => `  ${day},${i % 7 + 1}`).join("\n");
  return `\`\`\`load orders
inline: |
  day,amount
${rows}
\`\`\`

\`\`\`kpi daily
time: day
measures:
  revenue: { value: sum(amount), unit: EUR }
\`\`\`

\`\`\`forecast next
measure: revenue
${forecast}
\`\`\`
`;
}

databaseTest("forecast goes on with what repeats every week", async (database) => {
  const ran = await runNotebook(database, notebook("model: seasonal_naive\nhorizon: 9"));
  const rows = await ran.rows("next");
  // The last of ten weeks ends on Sunday 15 March 2026.
  assertEquals(rows.map(([period, yhat]) => [period, yhat]), [
    ["2026-03-16", 1],
    ["2026-03-17", 2],
    ["2026-03-18", 3],
    ["2026-03-19", 4],
    ["2026-03-20", 5],
    ["2026-03-21", 6],
    ["2026-03-22", 7],
    ["2026-03-23", 1],
    ["2026-03-24", 2],
  ]);
  const figures = ran.figures("next");
  // 1 + … + 7 = 28, and 1 + 2.
  assertEquals([figures.total, figures.next, figures.last, figures.until, figures.horizon], [
    31,
    1,
    2,
    "2026-03-24",
    9,
  ]);
  assertEquals(ran.cell("next").figures.total.unit, "EUR");
});

databaseTest("forecast leaves out a day that is not over", async (database) => {
  const ran = await runNotebook(database, notebook("model: seasonal_naive\nhorizon: 1"), {
    asOf: "2026-03-15",
  });
  // The Sunday is not over, so it is forecast.
  assertEquals((await ran.rows("next")).map(([period, yhat]) => [period, yhat]), [
    ["2026-03-15", 7],
  ]);
});

databaseTest("forecast refuses what it can't read, at the key", async (database, t) => {
  const cases: [string, string, string, string][] = [
    ["a horizon of nothing", "horizon: 0", "BAD_NOTEBOOK", "horizon"],
    ["an unknown model", "model: arma", "BAD_NOTEBOOK", "model"],
    ["an unknown dimension", "each: [region]", "MISSING_COLUMN", "each[1]"],
  ];
  for (const [name, body, code, key] of cases) {
    await t.step(name, async () => {
      const [problem] = (await runNotebook(database, notebook(body))).problems("next");
      assertEquals([problem?.code, problem?.place.key], [code, key]);
    });
  }
});
