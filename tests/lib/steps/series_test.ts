import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { type Additivity, column, type Schema } from "@/lib/frame/schema.ts";
import { checkChoice, readSeries, segmentColumns, seriesName } from "@/lib/steps/series.ts";
import type { Input } from "@/lib/steps/step.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { type NotebookOptions, runNotebook } from "@/tests/helpers/run_notebook.ts";
import type { Database } from "@/lib/db/database.ts";

const { signal } = new AbortController();

function schema(additivity: Additivity): Schema {
  return {
    stage: "series",
    grain: "day",
    columns: [
      column("period", "date", { role: "time" }),
      column("region", "text", { role: "dimension" }),
      column("channel", "text", { role: "dimension" }),
      column("revenue", "decimal", { role: "measure", additivity }),
    ],
  };
}

Deno.test("checkChoice() takes slices that add up, or that leave nothing to add", () => {
  checkChoice(schema("additive"), { measure: "revenue", only: {}, each: ["region"] });
  checkChoice(schema("non_additive"), { measure: "revenue", only: {}, each: [] });
  const all = { measure: "revenue", only: { region: "North" }, each: ["channel"] };
  checkChoice(schema("non_additive"), all);
});

Deno.test("checkChoice() refuses at the key", async (t) => {
  const choice = { measure: "revenue", only: {}, each: [] };
  const cases: readonly (readonly [string, Parameters<typeof checkChoice>[1], string, string])[] = [
    ["an unknown measure", { ...choice, measure: "revenu" }, "MISSING_COLUMN", "measure"],
    ["a dimension as a measure", { ...choice, measure: "region" }, "MISSING_COLUMN", "measure"],
    ["an unknown dimension", { ...choice, each: ["region", "land"] }, "MISSING_COLUMN", "each.1"],
    [
      "a measure as a dimension",
      { ...choice, only: { revenue: "1" } },
      "MISSING_COLUMN",
      "only.revenue",
    ],
    ["a sum of what does not add up", { ...choice, each: ["region"] }, "WRONG_TYPE", "each.0"],
  ];
  for (const [name, wrong, code, key] of cases) {
    await t.step(name, () => {
      assertThrows(() => checkChoice(schema("non_additive"), wrong), (error) => {
        assertEquals(
          error instanceof AppError && error.problems.map(({ code, place }) => [code, place.key]),
          [[code, key]],
        );
        return true;
      });
    });
  }
});

Deno.test("seriesName() tells the measure and its slice", () => {
  assertEquals(seriesName([], { measure: "net_revenue", only: {} }), "Net revenue");
  const sliced = seriesName(["web", null], { measure: "orders", only: { region: "North" } });
  assertEquals(sliced, "Orders, North, web, nothing");
});

Deno.test("segmentColumns() are text, in the order of the columns", () => {
  const choice = { measure: "revenue", only: {}, each: ["channel", "region"] };
  assertEquals(segmentColumns(schema("additive"), choice).map(({ name, type }) => [name, type]), [
    ["region", "text"],
    ["channel", "text"],
  ]);
});

const NOTEBOOK = `
\`\`\`load orders
inline: |
  day,region,amount
  2026-01-01,North,10
  2026-01-01,South,1
  2026-01-03,North,30
  2026-01-03,,5
  2026-01-04,South,4
\`\`\`

\`\`\`kpi daily
time: day
by: [region]
measures:
  revenue: { value: sum(amount), unit: EUR }
  orders: { value: count(*), gaps: zero }
\`\`\`
`;

async function ask(
  database: Database,
  choice: Parameters<typeof readSeries>[1],
  options: NotebookOptions = {},
) {
  const { outcome } = (await runNotebook(database, NOTEBOOK, options)).cell("daily");
  if (outcome.state !== "done") throw new Error(`The kpi ended as ${outcome.state}`);
  const { key, kind, relation, schema, rows, facts } = outcome.result;
  const input: Input = {
    cell: "daily",
    key,
    kind,
    schema,
    relation: relation ?? "",
    rows,
    facts,
    figures: {},
  };
  const { series, leftOut, ...rest } = await readSeries(input, choice, { database, signal });
  const plain = series.map(({ segment, periods, values }) => [segment, periods, [...values]]);
  return { ...rest, leftOut, series: plain };
}

const DAYS = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"];

databaseTest("readSeries() gives the total, with its gaps", async (database) => {
  // 10 + 1, nothing, 30 + 5, 4.
  assertEquals(await ask(database, { measure: "revenue", only: {}, each: [] }), {
    grain: "day",
    zone: "UTC",
    unit: "EUR",
    leftOut: null,
    series: [[[], DAYS, [11, NaN, 35, 4]]],
  });
});

databaseTest("readSeries() gives a series a value, from its own first day on", async (database) => {
  const { series } = await ask(database, { measure: "revenue", only: {}, each: ["region"] });
  assertEquals(series, [
    [["North"], DAYS, [10, NaN, 30, NaN]],
    [["South"], DAYS, [1, NaN, NaN, 4]],
    [[null], DAYS.slice(2), [5, NaN]],
  ]);
});

databaseTest("readSeries() gives a slice, with zero where a gap means that", async (database) => {
  const { series } = await ask(database, {
    measure: "orders",
    only: { region: "North" },
    each: [],
  });
  assertEquals(series, [[[], DAYS, [1, 0, 1, 0]]]);
});

databaseTest("readSeries() leaves out a last period that is not over", async (database) => {
  const choice = { measure: "revenue", only: {}, each: ["region"] };
  const { series, leftOut } = await ask(database, choice, { asOf: "2026-01-04" });
  assertEquals(leftOut, "2026-01-04");
  assertEquals(series, [
    [["North"], DAYS.slice(0, 3), [10, NaN, 30]],
    [["South"], DAYS.slice(0, 3), [1, NaN, NaN]],
    [[null], DAYS.slice(2, 3), [5]],
  ]);
});

databaseTest(
  "readSeries() refuses more than 1,000 series, and says what to do",
  async (database) => {
    const rows = Array.from({ length: 1001 }, (_, i) => `  2026-01-01,shop ${i},1`).join("\n");
    const ran = await runNotebook(
      database,
      `\`\`\`load sold
inline: |
  day,shop,units
${rows}
\`\`\`

\`\`\`kpi daily
time: day
by: [shop]
measures: { units: sum(units) }
\`\`\`

\`\`\`forecast next
measure: units
each: shop
\`\`\`
`,
    );
    const [problem] = ran.problems("next");
    assertEquals(
      [problem.code, problem.place.key, problem.message, problem.remedy],
      [
        "TOO_MANY_ROWS",
        "each",
        "Cannot compute all series as there may be at most 1000: current value is 1001",
        "Keep the top of a dimension in the kpi cell",
      ],
    );
  },
);
