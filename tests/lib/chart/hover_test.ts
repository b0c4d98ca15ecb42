import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { LineBlock, MultiplesBlock } from "@/lib/chart/block.ts";
import { colourIn, hoverAxisOf, hoverPoints } from "@/lib/chart/hover.ts";
import { COLOURS } from "@/lib/chart/theme.ts";
import {
  days,
  sampleArea,
  sampleBar,
  sampleHeatmap,
  sampleHistogram,
  sampleLine,
  samplePeriodBar,
  sampleScatter,
  sampleWaterfall,
} from "@/tests/fixtures/sample_blocks.ts";

const LINE: LineBlock = {
  ...sampleLine,
  axis: { title: "Revenue", unit: "USD" },
  grain: "day",
  periods: days("2026-01-01", 2),
  series: [{ name: null, style: "plain", values: [100, null] }],
  expected: [60, 60],
  band: { lower: [50, null], upper: [70, null] },
  flags: [{ index: 0, label: "odd", causes: ["Region North +$30"] }],
  forecast: {
    periods: days("2026-01-03", 1),
    values: [61],
    intervals: [{ level: 0.95, lower: [40], upper: [80] }],
  },
};

Deno.test("hoverPoints() tells of a line what was expected, what is odd and what comes", () => {
  const [odd, gap, next] = hoverPoints(LINE).map(({ title, lines }) => [
    title,
    ...lines.map(({ name, text }) => `${name}: ${text}`),
  ]);
  assertEquals(odd, [
    "1 Jan 2026",
    "Revenue: $100",
    "Expected: $60",
    "Expected range: 50 to $70",
    "Odd: $40 above what was expected",
    ": Region North +$30",
  ]);
  assertEquals(gap, ["2 Jan 2026", "Revenue: –", "Expected: $60"]);
  assertEquals(next, ["3 Jan 2026", "Forecast: $61", "95% within: 40 to $80"]);
});

Deno.test("hoverPoints() tells how odd a period is, and what was forecast of it earlier", () => {
  const [odd, gap] = hoverPoints({
    ...LINE,
    flags: [{ index: 0, label: "odd", score: 74.4 }],
    forecast: {
      periods: [],
      values: [],
      intervals: [],
      origins: [{ from: 1, values: [58] }],
    },
  });
  assertEquals(odd.lines.at(-1), {
    name: "Score",
    text: "74 of 100",
    series: null,
    flagged: false,
  });
  assertEquals(gap.lines.at(-1)?.text, "$58");
});

Deno.test("hoverPoints() tells in words what is odd, and what somebody said", () => {
  const [odd, fine] = hoverPoints({
    ...LINE,
    flags: [{ index: 0, label: "1 Jan", words: "1.7 times what Thursdays are", said: "real" }],
    dismissed: [{ index: 1, label: "2 Jan" }],
  }).map(({ lines }) => lines.slice(-2).map(({ name, text }) => `${name}: ${text}`));
  assertEquals(odd, ["Odd: 1.7 times what Thursdays are", "Said to be: real"]);
  assertEquals(fine, ["Expected: $60", "Said to be: not odd"]);
});

Deno.test("hoverPoints() places the points of panels beside and below one another", () => {
  const figure: MultiplesBlock = {
    type: "multiples",
    title: "Orders by shop",
    answer: null,
    axis: { title: "Orders", unit: null },
    grain: "day",
    periods: days("2026-01-01", 3),
    panels: ["A", "B", "C"].map((name) => ({ name, values: [0, null, 10] })),
  };
  const points = hoverPoints(figure);
  // Two panels stand beside each other, each 0.92 wide; the third begins the second row.
  assertEquals(points.map(({ x }) => x), [0, 0.46, 0.92, 1, 1.46, 1.92, 0, 0.46, 0.92]);
  // Of a panel's height 0.26 is its name's; 10 is at the top of the scale, 0 at its bottom.
  assertEquals(points.map(({ y }) => y), [1, null, 0.26, 1, null, 0.26, 2, null, 1.26]);
  assertEquals([points[5].title, points[5].lines[0].text], ["B, 3 Jan 2026", "10"]);
});

Deno.test("hoverPoints() has a point for all that a figure shows", () => {
  const cases = [
    [sampleArea, sampleArea.periods.length, "x"],
    [sampleBar, sampleBar.bars.length, "y"],
    [samplePeriodBar, samplePeriodBar.bars.length, "x"],
    [sampleScatter, sampleScatter.points.length, "both"],
    [sampleHistogram, sampleHistogram.bins.length, "x"],
    [sampleHeatmap, sampleHeatmap.rows.length * sampleHeatmap.columns.length, "both"],
  ] as const;
  for (const [figure, count, axis] of cases) {
    const points = hoverPoints(figure);
    assertEquals([points.length, hoverAxisOf(figure)], [count, axis]);
    ok(points.every(({ title, lines }) => title !== "" && lines.length > 0));
  }
});

Deno.test("colourIn() is faint for what others are compared with", () => {
  const muted = { ...LINE, series: [{ name: "before", style: "muted" as const, values: [1, 2] }] };
  assertEquals(colourIn(muted, "before", new Map()), COLOURS.faint);
  assertEquals(colourIn(LINE, "other", new Map()), COLOURS.accent);
});

Deno.test("hoverPoints() tells what happened, of periods to come too", () => {
  const points = hoverPoints({
    ...LINE,
    flags: [],
    events: [{ name: "Sale", from: 1, until: 2 }, { name: "Epiphany", from: 2, until: 2 }],
  });
  const told = points.map(({ lines }) => lines.find(({ name }) => name === "During")?.text);
  assertEquals(told, [undefined, "Sale", "Sale, Epiphany"]);
});

Deno.test("hoverPoints() tells what each step of a waterfall brought", () => {
  const points = hoverPoints(sampleWaterfall);
  // From 120,000 down by 9,000 and 5,000, up by 2,000.
  assertEquals(points.map(({ x }) => x), [120_000, 111_000, 106_000, 108_000, 108_000]);
  assertEquals(points.map(({ y }) => y), [0, 1, 2, 3, 4]);
  const told = points.map(({ title, lines }) => [
    title,
    ...lines.map(({ name, text }) => `${name}: ${text}`),
  ]);
  assertEquals(told[0], ["Jan 2026", "Revenue: $120,000"]);
  assertEquals(told[1], [
    "EMEA",
    "Jan 2026: $60,000",
    "Feb 2026: $51,000",
    "Brought: −9k",
    "Of the change: 75.0%",
  ]);
  assertEquals(hoverAxisOf(sampleWaterfall), "y");
});
