import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { dataTable, rowWords } from "@/lib/chart/data_table.ts";
import {
  sampleBar,
  sampleForecast,
  sampleHeatmap,
  sampleLine,
  sampleMultiples,
  sampleScatter,
  sampleWaterfall,
} from "@/tests/fixtures/sample_blocks.ts";

Deno.test("dataTable() tells a line with all that is drawn beside it", () => {
  const table = dataTable({
    ...sampleLine,
    periods: ["2026-01-01", "2026-01-02"],
    series: [{ name: null, style: "plain", values: [10, null] }],
    expected: [9, 9.5],
    band: { lower: [8, 8], upper: [11, 11] },
    flags: [{ index: 0, label: "high" }],
    forecast: {
      periods: ["2026-01-03"],
      values: [9.2],
      intervals: [{ level: 0.95, lower: [7], upper: [12] }],
    },
  });
  assertEquals(
    table.columns.map(({ name }) => name),
    [
      "Period",
      "Revenue",
      "Expected",
      "Expected from",
      "Expected to",
      "Forecast",
      "95% from",
      "95% to",
      "Odd",
    ],
  );
  assertEquals(table.rows, [
    ["1 Jan 2026", 10, 9, 8, 11, null, null, null, "high"],
    ["2 Jan 2026", null, 9.5, 8, 11, null, null, null, null],
    ["3 Jan 2026", null, null, null, null, 9.2, 7, 12, null],
  ]);
  assertEquals(table.columns[1].unit, "USD");
});

Deno.test("dataTable() says what is odd in words, where there are any", () => {
  const flags = [{ index: 1, label: "2 Jan" }, {
    index: 2,
    label: "3 Jan",
    words: "day is missing",
  }];
  const { columns, rows } = dataTable({ ...sampleLine, flags, forecast: null }, { most: 3 });
  const place = columns.findIndex(({ name }) => name === "Odd");
  assertEquals(rows.map((row) => row[place]), [null, "2 Jan", "day is missing"]);
});

Deno.test("dataTable() keeps the names of bars and the head of a grid", () => {
  assertEquals(dataTable(sampleBar).rows[0], ["North", 466_500]);
  assertEquals(dataTable(sampleHeatmap).columns[1].name, "8:00");
});

Deno.test("dataTable() tells the steps of a waterfall, and the whole last", async (t) => {
  await t.step("of a sum", () => {
    const { columns, rows } = dataTable(sampleWaterfall);
    assertEquals(columns.map(({ name }) => name), [
      "Region",
      "Jan 2026",
      "Feb 2026",
      "Brought",
      "Share",
    ]);
    assertEquals(rows[0], ["EMEA", 60_000, 51_000, -9000, 0.75]);
    assertEquals(rows.at(-1), ["All", 120_000, 108_000, -12_000, 1]);
  });
  await t.step("of a ratio with mix and rate", () => {
    const { columns, rows } = dataTable({
      ...sampleWaterfall,
      steps: [{ ...sampleWaterfall.steps[0], mix: -4000, rate: -5000 }],
    });
    assertEquals(columns.slice(-2).map(({ name }) => name), ["Mix", "Rate"]);
    assertEquals(rows[0].slice(-2), [-4000, -5000]);
  });
});

Deno.test("dataTable() stops at 1,000 rows and says how many there are", () => {
  const bars = Array.from({ length: 1500 }, (_, index) => ({ name: `${index}`, value: index }));
  const table = dataTable({ ...sampleBar, bars });
  assertEquals([table.rows.length, table.total], [1000, 1500]);
});

Deno.test("dataTable() gives as many rows as are asked for, and the periods as programs read them", () => {
  const { rows, total } = dataTable(sampleLine, { most: 2, plain: true });
  assertEquals(rows.map(([period]) => period), sampleLine.periods.slice(0, 2));
  assertEquals(total, sampleLine.periods.length + (sampleLine.forecast?.periods.length ?? 0));
});

Deno.test("dataTable() tells only what comes next of a forecast, where that is asked for", () => {
  const ahead = sampleLine.forecast?.periods ?? [];
  const { rows, total } = dataTable(sampleLine, { most: 2, ahead: true, plain: true });
  assertEquals(rows.map(([period]) => period), ahead.slice(0, 2));
  assertEquals(total, ahead.length);
  // Of what is no forecast all is told.
  const past = dataTable({ ...sampleLine, forecast: null }, { ahead: true });
  assertEquals(past.total, sampleLine.periods.length);
});

Deno.test("rowWords() says what the rows are", () => {
  assertEquals([sampleLine, sampleBar, sampleScatter].map(rowWords), ["periods", "rows", "points"]);
});

Deno.test("dataTable() has a column for each panel, and for what was forecast earlier", () => {
  const panels = dataTable(sampleMultiples);
  assertEquals(panels.columns.map(({ name }) => name).slice(0, 3), ["Period", "Aarhus", "Bergen"]);
  const table = dataTable(sampleForecast);
  const column = table.columns.findIndex(({ name }) => name === "Forecast earlier");
  // The first origin's forecast begins at position 28, the second's at 35.
  assertEquals([27, 28, 35].map((row) => table.rows[row][column]), [null, 104, 98]);
});

Deno.test("dataTable() lists what happened, history and forecast alike", () => {
  const table = dataTable({
    ...sampleLine,
    periods: ["2026-01-01", "2026-01-02"],
    series: [{ name: null, style: "plain", values: [10, 11] }],
    expected: null,
    band: null,
    flags: [],
    events: [{ name: "New Year", from: 0, until: 0 }, { name: "Sale", from: 2, until: 2 }],
    forecast: { periods: ["2026-01-03"], values: [9.2], intervals: [] },
  });
  assertEquals(table.columns.at(-1)?.name, "During");
  assertEquals(table.rows.map((row) => row.at(-1)), ["New Year", null, "Sale"]);
});

Deno.test("dataTable() tells two hours apart that clocks show alike, and programs UTC", () => {
  const table = (plain: boolean) =>
    dataTable({
      ...sampleLine,
      grain: "hour",
      zone: "Europe/Berlin",
      periods: ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"],
      series: [{ name: null, style: "plain", values: [10, 11] }],
      expected: null,
      band: null,
      flags: [],
      forecast: null,
    }, { plain }).rows.map(([period]) => period);
  assertEquals(table(false), ["25 Oct 2026, 02:00 UTC+2", "25 Oct 2026, 02:00 UTC+1"]);
  assertEquals(table(true), ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"]);
});
