import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { LineBlock } from "@/lib/chart/block.ts";
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
