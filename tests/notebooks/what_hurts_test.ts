/**
 * Whole notebooks on series that hurt: whatever the data are, each cell ends, its figures are numbers, its
 * bands hold what is expected, and its words are words.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { Value } from "@/lib/frame/frame.ts";
import { makeResults } from "@/lib/notebook/run/results.ts";
import { resultsSchema } from "@/lib/notebook/run/results_schema.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { hurtingSeries } from "@/tests/fixtures/stats/hurting_series.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { type RanNotebook, runNotebook } from "@/tests/helpers/run_notebook.ts";

const LENGTH = 64;

/** Databases refuse to add up what goes beyond the largest double. */
const { "near the largest double": _, ...HURTING } = hurtingSeries(LENGTH);

/** What a notebook is made of: an amount for each period of each case, NaN for a gap. */
type Cases = Readonly<Record<string, Float64Array>>;

/** Each amount in two parts, of which a gap has one without a value. */
function rowsOf(cases: Cases, first = "2024-02-01"): readonly string[] {
  return Object.entries(cases).flatMap(([name, values]) => {
    const days = [first, ...periodsAfter(first, "day", values.length - 1)];
    const named = name.replaceAll(",", "");
    return Array.from(values).flatMap((value, i) =>
      Number.isNaN(value) ? [`  ${named},a,${days[i]},,1`] : [
        `  ${named},a,${days[i]},${value * 0.75},3`,
        `  ${named},b,${days[i]},${value * 0.25},1`,
      ]
    );
  });
}

function notebook(rows: readonly string[], each = ""): string {
  return `\`\`\`load orders
inline: |
  case,part,day,amount,weight
${rows.join("\n")}
\`\`\`

\`\`\`clean ready
steps:
  - cast: { amount: float }
\`\`\`

\`\`\`kpi daily
time: day
by: [case, part]
compare: previous_period
measures:
  amount: sum(amount)
  rate: sum(amount) / sum(weight)
\`\`\`

\`\`\`detect odd
measure: amount
explain: [part]
${each}
\`\`\`

\`\`\`detect reviewed
measure: amount
judge: both
budget: { alerts: 2, per: month }
${each}
\`\`\`

\`\`\`detect rolled
measure: amount
method: rolling_z
window: 7
${each}
\`\`\`

\`\`\`detect robust
measure: amount
method: robust_z
judge: both
${each}
\`\`\`

\`\`\`detect rare
measure: amount
method: isolation_forest
${each}
\`\`\`

\`\`\`forecast next
measure: amount
horizon: 7
folds: 2
${each}
\`\`\`

\`\`\`explain why
measure: amount
\`\`\`

\`\`\`explain why_rate
measure: rate
\`\`\`

\`\`\`summary told
\`\`\`
`;
}

const FOUND = ["odd", "reviewed", "rolled", "robust", "rare"];

/** What no page says: values without a name, and one of many. */
const NO_WORDS =
  /NaN|undefined|\bnull\b|Infinity|∞|\[object|(^|[^.,\d])1 (days|folds|deviations|alerts|rows|values)\b/;

/** Every text of results.json that is not what was typed in. */
function* textsIn(value: unknown, path: string): Generator<readonly [path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) yield* textsIn(part, `${path}.${key}`);
}

function* numbersIn(value: unknown, path: string): Generator<readonly [string, number]> {
  if (typeof value === "number") yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) yield* numbersIn(part, `${path}.${key}`);
}

/** Asserts that a run ended well, and that what it tells are numbers and words. */
function assertTold(ran: RanNotebook): void {
  assertEquals(
    ran.run.cells.flatMap(({ name }) => ran.problems(name).map(({ message }) => message)),
    [],
  );
  assertEquals(new Set(Object.values(ran.ends)), new Set(["computed"]));
  const { cells } = makeResults(ran.run, ran.plan, "test.md");
  for (const cell of cells) {
    for (const [path, number] of numbersIn(cell, cell.name)) {
      assert(Number.isFinite(number), `${path} is ${number}`);
    }
    for (const [path, text] of textsIn([cell.blocks, cell.figures], cell.name)) {
      assert(!NO_WORDS.test(text), `${path} is "${text}"`);
    }
  }
  const results = makeResults(ran.run, ran.plan, "test.md");
  assertEquals(resultsSchema.safeParse(JSON.parse(JSON.stringify(results))).error, undefined);
}

/** The rows of a cell by their columns' names. */
async function recordsOf(ran: RanNotebook, cell: string) {
  const { outcome } = ran.cell(cell);
  assert(outcome.state === "done");
  const names = outcome.result.schema.columns.map(({ name }) => name);
  const rows = await ran.rows(cell);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]] as const)));
}

/** A number or none; nothing else may be in a column of numbers. */
function amountOf(value: Value, what: string): number | null {
  assert(value === null || (typeof value === "number" && Number.isFinite(value)), what);
  return value;
}

/** Asserts that each row's bands are around its middle, both ends of a band there or neither. */
async function assertBands(
  ran: RanNotebook,
  { cell, middle, isNonNegative }: {
    readonly cell: string;
    readonly middle: string;
    readonly isNonNegative: (name: string) => boolean;
  },
): Promise<void> {
  for (const row of await recordsOf(ran, cell)) {
    const what = `${cell}: ${JSON.stringify(row)}`;
    const amount = (name: string) => amountOf(row[name], what);
    const ends = Object.keys(row).filter((name) => name.startsWith("lower"));
    const score = "score" in row ? amount("score") : null;
    assert(score === null || (score >= 0 && score <= 100), what);
    for (const name of ends) {
      const [lower, between, upper] = [name, middle, name.replace("lower", "upper")].map(amount);
      assertEquals(lower === null, upper === null, what);
      if (lower === null || upper === null) continue;
      assert(between !== null && lower <= between && between <= upper, what);
      assert(lower >= 0 || !isNonNegative(String(row.case ?? "")), what);
    }
  }
}

/** Asserts that nothing is odd about what never changes. */
async function assertQuiet(ran: RanNotebook, cases: readonly string[]): Promise<void> {
  for (const cell of FOUND) {
    for (const row of await recordsOf(ran, cell)) {
      const isQuiet = cases.includes(String(row.case ?? cases[0]));
      const flagged = Object.keys(row).find((name) => name.endsWith("flagged")) ?? "";
      assert(!isQuiet || row[flagged] === false, `${cell}: ${JSON.stringify(row)}`);
    }
  }
}

async function assertAll(ran: RanNotebook, cases: Cases): Promise<void> {
  assertTold(ran);
  const positive = Object.entries(cases).flatMap(([name, values]) =>
    values.every((value) => !(value < 0)) ? [name.replaceAll(",", "")] : []
  );
  const isNonNegative = (name: string) => positive.includes(name || positive[0]);
  for (const cell of FOUND) {
    await assertBands(ran, { cell, middle: "expected", isNonNegative });
  }
  await assertBands(ran, { cell: "next", middle: "yhat", isNonNegative });
  for (const cell of ["why", "why_rate"]) {
    for (const row of await recordsOf(ran, cell)) {
      for (const [name, value] of Object.entries(row)) {
        if (!["dimension", "segment"].includes(name)) amountOf(value, `${cell}.${name}: ${value}`);
      }
    }
  }
}

databaseTest(
  "a notebook of series that hurt has finite figures and bands in order",
  async (database) => {
    const ran = await runNotebook(database, notebook(rowsOf(HURTING), "each: case"), {
      continueOnError: true,
    });
    await assertAll(ran, HURTING);
    await assertQuiet(ran, ["a constant", "all zeros"]);
  },
);

databaseTest("a notebook of one series that hurts tells of it in words", async (database, t) => {
  const alone = [
    "one value",
    "two values",
    "all zeros",
    "a constant",
    "one value among gaps",
    "half of it gaps at the end",
    "huge numbers with noise",
    "tiny numbers with noise",
    "numbers around 0",
    "a step at the end",
    "growth without end",
  ];
  for (const name of alone) {
    await t.step(name, async () => {
      const cases = { [name]: HURTING[name] };
      const ran = await runNotebook(database, notebook(rowsOf(cases)), { continueOnError: true });
      await assertAll(ran, cases);
      if (["a constant", "all zeros"].includes(name)) await assertQuiet(ran, [name]);
    });
  }
});
