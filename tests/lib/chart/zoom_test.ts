import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { AreaBlock, LineBlock } from "@/lib/chart/block.ts";
import { allPeriods, daysOf, namesIn, withoutNames, zoomTo } from "@/lib/chart/zoom.ts";
import { days, sampleLine, sampleScatter } from "@/tests/fixtures/sample_blocks.ts";

const LINE: LineBlock = {
  ...sampleLine,
  periods: days("2026-01-01", 4),
  series: [{ name: "A", style: "plain", values: [1, 2, null, 4] }, {
    name: "B",
    style: "plain",
    values: [5, 6, 7, 8],
  }],
  expected: [1, 1, 1, 1],
  band: { lower: [0, 0, 0, 0], upper: [2, 2, 2, 2] },
  flags: [{ index: 1, label: "one" }, { index: 3, label: "three" }],
  forecast: {
    periods: days("2026-01-05", 2),
    values: [9, 10],
    intervals: [{ level: 0.5, lower: [8, 9], upper: [10, 11] }],
  },
  incomplete: true,
};

Deno.test("zoomTo() keeps what belongs to the periods", () => {
  const part = zoomTo(LINE, { from: 1, to: 4 });
  assertEquals(allPeriods(part), ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"]);
  assertEquals(part.series.map(({ values }) => values), [[2, null, 4], [6, 7, 8]]);
  assertEquals(part.band?.upper.length, 3);
  assertEquals(part.flags.map(({ index }) => index), [0, 2]);
  assertEquals(part.forecast?.values, [9]);
  assertEquals(part.forecast?.intervals[0].upper, [10]);
  assertEquals(part.incomplete, true);
});

Deno.test("zoomTo() leaves out a forecast, flags and the last period where they are not meant", () => {
  const part = zoomTo(LINE, { from: 2, to: 2 });
  assertEquals([part.forecast, part.flags, part.incomplete], [null, [], false]);
});

Deno.test("zoomTo() keeps what was said not to be odd in the range", () => {
  const dismissed = [{ index: 1, label: "a" }, { index: 3, label: "b" }];
  const zoomed = zoomTo({ ...LINE, dismissed }, { from: 2, to: 3 });
  assertEquals(zoomed.dismissed, [{ index: 1, label: "b" }]);
});

Deno.test("daysOf() ends with the last day of the last period", () => {
  const figure = (grain: AreaBlock["grain"], ...periods: string[]): AreaBlock => ({
    type: "area",
    title: "",
    answer: null,
    axis: { title: "", unit: null },
    series: [],
    grain,
    periods,
  });
  const cases: [AreaBlock, string, string][] = [
    [figure("day", "2026-01-01", "2026-01-02"), "2026-01-01", "2026-01-02"],
    [figure("hour", "2026-01-01T05:00:00Z", "2026-01-02T01:00:00Z"), "2026-01-01", "2026-01-02"],
    // The week of Monday 5 January ends on Sunday 11 January.
    [figure("week", "2025-12-29", "2026-01-05"), "2025-12-29", "2026-01-11"],
    [figure("month", "2026-01-01", "2026-02-01"), "2026-01-01", "2026-02-28"],
    [figure("quarter", "2026-01-01", "2026-10-01"), "2026-01-01", "2026-12-31"],
    [figure("year", "2024-01-01", "2025-01-01"), "2024-01-01", "2025-12-31"],
  ];
  for (const [block, from, to] of cases) {
    assertEquals(daysOf(block, { from: 0, to: 1 }), { from, to });
  }
});

Deno.test("withoutNames() leaves out series, and what hangs on the first with it", () => {
  const names = namesIn(LINE);
  assertEquals(names, ["A", "B"]);
  const second = withoutNames(LINE, new Set(["A"])) as LineBlock;
  assertEquals([second.series.length, second.flags, second.forecast], [1, [], null]);
  const first = withoutNames(LINE, new Set(["B"])) as LineBlock;
  assertEquals([first.series.length, first.flags.length], [1, 2]);
  assertEquals(withoutNames(LINE, new Set()), LINE);
});

Deno.test("namesIn() has none where there is but one", () => {
  assertEquals(namesIn({ ...LINE, series: LINE.series.slice(0, 1) }), []);
  assertEquals(namesIn(sampleScatter).length, 2);
});

Deno.test("zoomTo() keeps the part of an earlier forecast that is in the range", () => {
  const forecast = {
    periods: days("2026-01-05", 1),
    values: [9],
    intervals: [],
    origins: [{ from: 0, values: [1, 2] }, { from: 2, values: [3, 4] }],
  };
  const zoomed = (from: number, to: number) => zoomTo({ ...LINE, forecast }, { from, to }).forecast;
  assertEquals(zoomed(1, 2)?.origins, [{ from: 0, values: [2] }, { from: 1, values: [3] }]);
  assertEquals(zoomed(1, 2)?.values, []);
  assertEquals(zoomed(4, 4)?.origins, undefined);
});

Deno.test("zoomTo() keeps what happened in the range, cut to it", () => {
  const events = [
    { name: "before", from: 0, until: 0 },
    { name: "around", from: 0, until: 5 },
    { name: "ahead", from: 4, until: 5 },
  ];
  assertEquals(zoomTo({ ...LINE, events }, { from: 1, to: 4 }).events, [
    { name: "around", from: 0, until: 3 },
    { name: "ahead", from: 3, until: 3 },
  ]);
});
