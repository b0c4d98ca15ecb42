import { deepStrictEqual as assertEquals, match, ok as assert } from "node:assert/strict";
import type { Value } from "@/lib/frame/frame.ts";
import type { CellRun } from "@/lib/notebook/run/result.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const DAYS = ["2026-01-05", ...periodsAfter("2026-01-05", "day", 83)];

/** Rows of twelve weeks, one a day and region. */
function notebook(rows: readonly string[], forecast: string): string {
  return `\`\`\`load orders
inline: |
  day,region,amount,price
${rows.map((row) => `  ${row}`).join("\n")}
\`\`\`

\`\`\`kpi daily
time: day
by: [region]
measures:
  revenue: sum(amount)
  price: avg(price)
\`\`\`

\`\`\`forecast next
measure: revenue
${forecast}
\`\`\`
`;
}

/** The amounts of regions by day, with noise that never repeats. */
function rowsOf(
  regions: Readonly<Record<string, (i: number) => number>>,
  price: (i: number) => number = () => 9,
): string[] {
  return DAYS.flatMap((day, i) =>
    Object.entries(regions).map(([region, amount]) =>
      `${day},${region},${(amount(i) + Math.sin(i * i)).toFixed(3)},${price(i)}`
    )
  );
}

/** The day, region and forecast of rows, the sums of parts by day beside those of the total. */
function sumsOf(rows: readonly (readonly Value[])[]) {
  const days = new Map<Value, { total: number; parts: number }>();
  for (const [day, region, yhat] of rows) {
    const sums = days.get(day) ?? { total: NaN, parts: 0 };
    if (region === null) sums.total = Number(yhat);
    else sums.parts += Number(yhat);
    days.set(day, sums);
  }
  return [...days.values()];
}

/** What the drawer of a cell's series says. */
function drawers(cell: CellRun): string[] {
  return cell.blocks.flatMap((block) =>
    block.type === "details"
      ? block.blocks.flatMap((one) =>
        one.type === "text" ? [one.paragraphs.flat().map((span) => span.text).join("\n")] : []
      )
      : []
  );
}

databaseTest("forecastAll() makes profits and losses add up in each way", async (database, t) => {
  const rows = rowsOf({ North: (i) => 20 + i % 7, South: (i) => -8 - 2 * (i % 3) });
  for (const way of ["bottom_up", "least_squares", "weighted_least_squares"]) {
    await t.step(way, async () => {
      const body = `each: region\nhorizon: 7\nreconcile: ${way}`;
      const ran = await runNotebook(database, notebook(rows, body));
      const found = await ran.rows("next");
      assertEquals(found.length, 3 * 7);
      for (const { total, parts } of sumsOf(found)) assert(Math.abs(total - parts) < 1e-6);
      // A loss stays one: nothing holds it at 0.
      const south = found.filter(([, region]) => region === "South");
      assert(south.every(([, , yhat]) => Number(yhat) < -4), south.join());
      match(drawers(ran.cell("next"))[0], /Made to be the sum of its parts/);
    });
  }
});

databaseTest("forecastAll() tells a part without a name from the total", async (database) => {
  const rows = rowsOf({ North: () => 20, "": () => 5 });
  const body = "each: region\nhorizon: 2\nmodel: seasonal_naive\nreconcile: bottom_up";
  const ran = await runNotebook(database, notebook(rows, body));
  const regions = new Set((await ran.rows("next")).map(([, region]) => region));
  assertEquals(regions, new Set(["North", "nothing", null]));
  for (const { total, parts } of sumsOf(await ran.rows("next"))) {
    assert(Math.abs(total - parts) < 1e-6);
  }
});

databaseTest("forecastAll() has nothing to add up of no rows", async (database) => {
  const body = "each: region\nonly: { region: West }\nhorizon: 2\nreconcile: bottom_up";
  const ran = await runNotebook(database, notebook(rowsOf({ North: () => 20 }), body));
  assertEquals(ran.problems("next"), []);
  assertEquals(await ran.rows("next"), []);
});

databaseTest("forecastAll() explains parts and their total by a price", async (database) => {
  // Each region sells 2 less for each of the price, which is 10, 11 and 12 in turn; both 4 less.
  const price = (i: number) => 10 + i % 3;
  const amount = (base: number) => (i: number) => base - 2 * price(i);
  const rows = rowsOf({ North: amount(80), South: amount(60) }, price);
  const totals = async (future: number) => {
    const body = "each: region\nseason: 1\nhorizon: 3\nreconcile: least_squares\n" +
      `regressors:\n  price: { future: ${future} }`;
    const ran = await runNotebook(database, notebook(rows, body));
    match(drawers(ran.cell("next"))[0], /Explained by price/);
    return sumsOf(await ran.rows("next"));
  };
  const [cheap, dear] = [await totals(10), await totals(14)];
  cheap.forEach(({ total, parts }, h) => {
    assert(Math.abs(total - parts) < 1e-6);
    // 4 more in price is 16 less in both.
    assert(Math.abs(total - dear[h].total - 16) < 3, `${total} and ${dear[h].total}`);
  });
});

databaseTest(
  "forecastAll() leaves out a price that never changes, and says so",
  async (database) => {
    const body = "only: { region: North }\nhorizon: 3\nregressors:\n  price: { future: 12 }";
    const ran = await runNotebook(database, notebook(rowsOf({ North: (i) => 9 + i % 7 }), body));
    match(drawers(ran.cell("next"))[0], /price is left out as it is the same in every period\./);
  },
);

databaseTest(
  "forecastAll() is refused where nobody says what a price will be",
  async (database) => {
    const rows = rowsOf({ North: (i) => 9 + i % 7 });
    const body = "horizon: 3\nregressors:\n  price: { future: [9, 9] }";
    const [problem] = (await runNotebook(database, notebook(rows, body))).problems("next");
    assertEquals([problem.code, problem.place.key], ["BAD_PARAMETER", "regressors.price.future"]);
    match(problem.message, /current value is 2 values$/);
    assertEquals(problem.remedy, "Name 3 values, one for all of them, last, or mean");
  },
);
