import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { calendarNotebook, dayAfter } from "@/tests/helpers/calendar_notebook.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

/** Ninety days from 1 January 2026 that go around 100, and are 40 higher in each sale of three. */
const SALES = ["2026-01-12", "2026-02-09", "2026-03-09"];

function notebook(forecast: string, calendar = "2026-04-02"): string {
  const sales = new Set(SALES.flatMap((day) => [0, 1, 2].map((count) => dayAfter(day, count))));
  const first = "2026-01-01";
  const amounts = Array.from({ length: 90 }, (_, i) => {
    // A fixed scatter of -3 to 3 that has no week.
    const scatter = (i * 37) % 11 * 0.6 - 3;
    return (100 + scatter + (sales.has(dayAfter(first, i)) ? 40 : 0)).toFixed(1);
  });
  const days = [...SALES, calendar].map((day) =>
    `  - { name: Sale, from: ${day}, until: ${dayAfter(day, 2)} }`
  );
  const events = `days:\n${days.join("\n")}\n  - { name: Opening, on: 2026-04-05 }`;
  const cell = ["forecast next", `horizon: 7\n${forecast}`] as const;
  return calendarNotebook({ first, amounts, events, cell });
}

databaseTest("forecast takes what events will make of the periods ahead", async (database, t) => {
  const ran = await runNotebook(database, notebook("events: calendar"));
  const rows = (await ran.rows("next")).map(([period, yhat]) => [period, Number(yhat)] as const);
  await t.step("more by what a sale has been in the past", () => {
    // 1 April is the first of seven days; the sale is on the 2nd, 3rd and 4th.
    const of = (wanted: readonly string[]) =>
      rows.filter(([period]) => wanted.includes(String(period))).map(([, yhat]) => yhat);
    const sale = of(["2026-04-02", "2026-04-03", "2026-04-04"]);
    const others = of(["2026-04-01", "2026-04-05", "2026-04-06", "2026-04-07"]);
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value / values.length, 0);
    const raise = mean(sale) - mean(others);
    ok(raise > 30 && raise < 50, `${raise} is not about 40`);
  });
  await t.step("and marks them on its chart, history and what comes", () => {
    const line = ran.cell("next").blocks.find(({ type }) => type === "line");
    const marks = line?.type === "line" ? line.events ?? [] : [];
    // 12 January is the 12th day; 2 April comes two periods after the 90 of history.
    assertEquals(marks.map(({ name, from, until }) => [name, from, until]), [
      ["Sale", 11, 13],
      ["Sale", 39, 41],
      ["Sale", 67, 69],
      ["Sale", 91, 93],
      ["Opening", 94, 94],
    ]);
  });
  await t.step("and warns of an event that never was", () => {
    assertEquals(
      ran.problems("next").map(({ severity, place: { key }, message }) => [severity, key, message]),
      [
        [
          "warning",
          "events",
          'Cannot tell what "Opening" will do to the values as it was never in the history: the ' +
          "forecast is the same as without it",
        ],
      ],
    );
  });
  await t.step("and tells each model with events and without, and what events do", () => {
    const details = ran.cell("next").blocks.find(({ type }) => type === "details");
    const tables = details?.type === "details"
      ? details.blocks.filter((block) => block.type === "table")
      : [];
    const names = tables[1].rows.map(([name]) => String(name));
    ok(names.includes("Theta") && names.includes("Theta, explained"), names.join());
    // Against seasonal naive, which is without them, what is with them has a range; three tries tell one.
    const naive = tables[1].rows.find(([name]) => name === "Seasonal naive, explained");
    ok(naive?.[3] !== null, String(naive));
    assertEquals(tables[0].rows.map(([name]) => name), ["Sale"]);
    // Forty on some hundred.
    ok(/^\+(3[5-9]|4[0-5])/.test(String(tables[0].rows[0][1])), String(tables[0].rows[0]));
  });
  await t.step("and says what explains it, and what can't", () => {
    const words = JSON.stringify(ran.cell("next").blocks);
    ok(words.includes("Explained by Sale"));
    ok(words.includes("Opening is left out as it was never in the history"));
  });
});

databaseTest("forecast without events knows of none", async (database) => {
  const ran = await runNotebook(database, notebook(""));
  const line = ran.cell("next").blocks.find(({ type }) => type === "line");
  assertEquals(line?.type === "line" && line.events, []);
});

databaseTest("forecast with events is the same when its load is read ahead", async (database) => {
  const text = notebook("events: calendar");
  const plain = await (await runNotebook(database, text, { cache: false })).rows("next");
  const ahead = await runNotebook(database, text, { cache: false, ahead: true });
  assertEquals(await ahead.rows("next"), plain);
});

databaseTest("forecast of any model knows what events will make of it", async (database) => {
  const ran = await runNotebook(database, notebook("events: calendar\nmodel: theta"));
  const values = (await ran.rows("next")).map(([, yhat]) => Number(yhat));
  // The sale is on the second to the fourth of seven days.
  ok(values[1] - values[0] > 30, `${values[1]} is not about 40 more than ${values[0]}`);
  ok(JSON.stringify(ran.cell("next").blocks).includes("Explained by Sale"));
});
