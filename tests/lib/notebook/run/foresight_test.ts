import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import type { Compute } from "@/lib/stats/compute.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { type NotebookOptions, runNotebook } from "@/tests/helpers/run_notebook.ts";

/** Forty days, the last one still going on; east has no rows on every seventh. */
const FILES = {
  "sales.csv": [
    "at,region,amount,units,weight\n",
    ...Array.from({ length: 40 }, (_, day) => {
      const at = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
      const units = day % 5 === 0 ? "" : String(day % 3);
      return [
        `${at},west,${(day * 1.1).toFixed(2)},${units},${day}e-3\n`,
        `${at},west,-0.${day % 10}5,,1e-1\n`,
        ...(day % 7 === 0 ? [] : [`${at},east,${day % 4}.25,3,1e-1\n`]),
        ...(day % 9 === 0 ? [`${at},,12345678.90,,1e-1\n`] : []),
      ].join("");
    }),
  ].join(""),
};

const LOAD = `
\`\`\`load sales
file: sales.csv
\`\`\`
\`\`\`clean tidy
steps: [drop_nulls: [amount], deduplicate: {}]
\`\`\`
`;

const DAILY = `
\`\`\`kpi daily
time: at
by: [region]
measures:
  revenue: sum(amount)
  sold: { value: sum(units), gaps: zero }
  orders: count(*)
  counted: count(units)
  mean: avg(amount)
  weight: sum(weight)
\`\`\`
`;

const detect = (name: string, body: string) => `
\`\`\`detect ${name}
from: daily
window: 7
${body}
\`\`\`
`;

interface Asked {
  readonly what: string;
  readonly values: readonly number[];
}

/** Runs a notebook, and notes what was asked of the children, and when "daily" ended. */
async function runNoting(database: Database, text: string, options: NotebookOptions = {}) {
  const asked: Asked[] = [];
  let askedBefore = 0;
  const computing = (compute: Compute): Compute => ({
    ...compute,
    detect(values, ...rest) {
      asked.push({ what: "detect", values: [...values] });
      return compute.detect(values, ...rest);
    },
    forecast(values, ...rest) {
      asked.push({ what: "forecast", values: [...values] });
      return compute.forecast(values, ...rest);
    },
  });
  const ran = await runNotebook(database, text, {
    files: FILES,
    asOf: "2026-02-09",
    computing,
    onEvent(event) {
      if (event.type === "ended" && event.cell.name === "daily") askedBefore = asked.length;
    },
    ...options,
  });
  return { ran, asked, askedBefore };
}

const CASES: readonly (readonly [string, string, number])[] = [
  ["a total of decimals", "measure: revenue", 1],
  ["a slice", "{ measure: revenue, only: { region: east } }", 1],
  ["a slice without rows", "{ measure: revenue, only: { region: south } }", 0],
  ["one series a value, and one of none", "{ measure: revenue, each: region }", 3],
  ["whole numbers, with gaps that are zero", "{ measure: sold, only: { region: east } }", 1],
  ["whole numbers over all, some periods without one", "measure: sold", 1],
  ["rows", "{ measure: orders, each: [region] }", 3],
  ["values that are there", "measure: counted", 1],
];

databaseTest(
  "Foresight computes before the kpi what cells ask for after it",
  async (database, t) => {
    for (const [name, body, series] of CASES) {
      await t.step(name, async () => {
        const text = LOAD + DAILY + detect("odd", bodyOf(body));
        const { ran, asked, askedBefore } = await runNoting(database, text, { cache: false });
        assertEquals(ran.ends.odd, "computed");
        // What was asked for again, to the last bit, was known.
        assertEquals([askedBefore, asked.length], [series, series]);
        // The last of the forty days is the day of the run.
        for (const { values } of asked) assert(values.length <= 39);
      });
    }
  },
);

databaseTest(
  "Foresight leaves to SQL what only SQL tells to the last digit",
  async (database, t) => {
    for (const measure of ["mean", "weight"]) {
      await t.step(measure, async () => {
        const text = LOAD + DAILY + detect("odd", `measure: ${measure}`);
        const { askedBefore, asked } = await runNoting(database, text, { cache: false });
        assertEquals([askedBefore, asked.length], [0, 1]);
      });
    }
  },
);

databaseTest(
  "Foresight computes what several kinds ask for, past what hands on",
  async (database) => {
    const text = LOAD + DAILY + `
\`\`\`check sound
from: daily
not_null: [revenue]
\`\`\`
\`\`\`forecast next
from: sound
measure: revenue
horizon: 3
folds: 1
\`\`\`
` + detect("odd", "measure: revenue");
    const { ran, asked, askedBefore } = await runNoting(database, text);
    assertEquals(ran.ends.next, "computed");
    assertEquals([askedBefore, asked.map(({ what }) => what)], [2, ["forecast", "detect"]]);
  },
);

databaseTest("Foresight leaves alone what the catalogue has", async (database) => {
  const text = LOAD + DAILY + detect("odd", "measure: revenue");
  await runNoting(database, text);
  const again = await runNoting(database, text + detect("even", "measure: orders"));
  assertEquals(again.asked.length, 1);
});

databaseTest("Foresight begins nothing for a cell that is wrong", async (database) => {
  const text = LOAD + DAILY + detect("odd", "measure: reveneu");
  const { ran, asked } = await runNoting(database, text);
  assertEquals([ran.ends.daily, ran.ends.odd, asked.length], ["computed", "failed", 0]);
});

function bodyOf(body: string): string {
  return body.startsWith("{") ? body.slice(2, -2).replace(/, (?=only|each)/, "\n") : body;
}
