/**
 * Whole notebooks on times and regressors that hurt: in any order and more than once, over leap days and years
 * of 53 weeks, below a logarithm's reach, and beside columns that say nothing of their own.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import { periodsAfter } from "@/lib/steps/periods.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

function notebook(rows: readonly string[], cells: string, grain: Grain = "day"): string {
  return `\`\`\`load orders
inline: |
  time,region,amount
${rows.map((row) => `  ${row}`).join("\n")}
\`\`\`

\`\`\`kpi sold
time: time
grain: ${grain}
by: [region]
measures:
  amount: sum(amount)
  price: avg(amount)
\`\`\`

${cells}
`;
}

const CELLS = `\`\`\`detect odd
measure: amount
\`\`\`

\`\`\`detect by_region
measure: amount
each: region
method: robust_z
window: 8
\`\`\`

\`\`\`forecast next
measure: amount
horizon: 5
folds: 2
\`\`\`

\`\`\`explain why
measure: amount
\`\`\``;

/** Noise that is the same in every run: multiples of 1 / 4, so that sums are exact. */
function amountAt(i: number): number {
  return 100 + 8 * (i % 7) + ((i * 37) % 23) / 4;
}

databaseTest(
  "a notebook gives the same of rows in any order, and of times told twice",
  async (database) => {
    const days = ["2024-01-01", ...periodsAfter("2024-01-01", "day", 69)];
    const rows = days.flatMap((
      day,
      i,
    ) => [`${day},North,${amountAt(i)}`, `${day},South,${amountAt(3 * i)}`]);
    const halves = rows.flatMap((row) => {
      const [day, region, amount] = row.split(",");
      return [`${day},${region},${Number(amount) / 2}`, `${day},${region},${Number(amount) / 2}`];
    });
    // 71 and the number of rows have no common divisor, so that each is taken once.
    const shuffled = halves.map((_, i) => halves[(71 * i + 5) % halves.length]);
    const told = [];
    for (const these of [rows, shuffled]) {
      const ran = await runNotebook(database, notebook(these, CELLS));
      told.push(
        await Promise.all(
          ["odd", "by_region", "next", "why"].map(async (cell) => [
            cell,
            ran.problems(cell),
            ran.cell(cell).blocks,
            await ran.rows(cell),
          ]),
        ),
      );
    }
    assertEquals(told[1], told[0]);
  },
);

databaseTest(
  "a notebook counts every period of leap years and years of 53 weeks",
  async (database, t) => {
    const cases: [Grain, string, number][] = [
      // Ends two days before 29 February 2024.
      ["day", "2023-12-20", 70],
      // 2020 has 53 weeks, the last from 28 December on.
      ["week", "2019-07-01", 78],
      ["month", "2018-01-01", 73],
      ["quarter", "2012-01-01", 49],
      ["year", "1990-01-01", 31],
      ["hour", "2024-02-20T00:00:00Z", 239],
    ];
    for (const [grain, first, count] of cases) {
      await t.step(grain, async () => {
        const times = [first, ...periodsAfter(first, grain, count - 1)];
        // Two more come after it: of years only 31 are there, of which the first 8 are not judged.
        const odd = count - 3;
        const rows = times.map((time, i) => `${time},North,${amountAt(i) * (i === odd ? 5 : 1)}`);
        const ran = await runNotebook(database, notebook(rows, CELLS, grain));
        const names = ["sold", "odd", "by_region", "next", "why"];
        assertEquals(names.flatMap((name) => ran.problems(name)), []);
        const found = await ran.rows("odd");
        assertEquals(found.map(([period]) => String(period)), times);
        assertEquals(found.filter((row) => row.includes(true)).map(([period]) => period), [
          times[odd],
        ]);
        const next = (await ran.rows("next")).map(([period]) => String(period));
        assertEquals(next, [...periodsAfter(times[count - 1], grain, 5)]);
      });
    }
  },
);

databaseTest("a notebook goes on where a logarithm ends", async (database) => {
  const days = ["2024-01-01", ...periodsAfter("2024-01-01", "day", 89)];
  // Growth that is told by logarithms, until more is given back than sold.
  const rows = days.map((day, i) => `${day},North,${i > 84 ? -50 - i : amountAt(i) * 1.02 ** i}`);
  const cells = `${CELLS}

\`\`\`kpi logarithms
from: orders
time: time
measures:
  logarithm: ln(sum(amount))
\`\`\``;
  const ran = await runNotebook(database, notebook(rows, cells), { continueOnError: true });
  assertEquals(["odd", "by_region", "next", "why"].flatMap((name) => ran.problems(name)), []);
  // Four days are drops; by the fifth the level is new.
  const odd = (await ran.rows("odd")).filter((row) => row.includes(true));
  assertEquals(odd.map(([period]) => period), days.slice(85, 89));
  const ahead = await ran.rows("next");
  assert(ahead.every((row) => row.slice(1, -1).every(Number.isFinite)), JSON.stringify(ahead));
  // What cannot be computed at all says so, and is no cell's business but its own.
  const [problem] = ran.problems("logarithms");
  assertMatch(problem.message, /cannot take logarithm of a negative number/);
});

databaseTest("a notebook leaves out regressors that say nothing of their own", async (database) => {
  const days = ["2024-01-01", ...periodsAfter("2024-01-01", "day", 69)];
  // The list price is twice the price, the rate never moves; 3 less are sold for each of the price.
  const rows = days.map((day, i) => {
    const price = 10 + i % 3;
    return `  ${day},${price},${2 * price},5,${230 - 3 * price + (i * 37) % 11}`;
  });
  const text = `\`\`\`load orders
inline: |
  time,price,list,rate,amount
${rows.join("\n")}
\`\`\`

\`\`\`kpi sold
time: time
measures:
  amount: sum(amount)
  price: avg(price)
  list_price: avg(list)
  tax: avg(rate)
\`\`\`

\`\`\`forecast next
measure: amount
horizon: 3
folds: 2
regressors:
  price: { future: 10 }
  list_price: { future: 20 }
  tax: { future: 5 }
\`\`\`

\`\`\`forecast unknown
measure: amount
horizon: 3
regressors:
  price: { future: [10, 11] }
\`\`\`
`;
  const ran = await runNotebook(database, text, { continueOnError: true });
  assertEquals(ran.problems("next").filter(({ severity }) => severity === "error"), []);
  const told = JSON.stringify(ran.cell("next").blocks);
  assertMatch(told, /list_price is left out as it follows from the regressors before it/);
  assertMatch(told, /tax is left out as it is the same in every period/);
  const ahead = await ran.rows("next");
  assert(ahead.every((row) => row.slice(1, -1).every(Number.isFinite)), JSON.stringify(ahead));
  assertEquals(ran.problems("unknown").map(({ code }) => code), ["BAD_PARAMETER"]);
});
