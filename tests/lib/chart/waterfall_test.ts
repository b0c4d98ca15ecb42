import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { signedText, waterfallRows } from "@/lib/chart/waterfall.ts";
import { sampleWaterfall } from "@/tests/fixtures/sample_blocks.ts";

Deno.test("waterfallRows() begins each step where the one before ended", () => {
  assertEquals(
    waterfallRows(sampleWaterfall).map(({ name, from, to, isWhole }) => [name, from, to, isWhole]),
    [
      ["Jan 2026", 0, 120_000, true],
      ["EMEA", 120_000, 111_000, false],
      ["APAC", 111_000, 106_000, false],
      ["4 others", 106_000, 108_000, false],
      ["Feb 2026", 0, 108_000, true],
    ],
  );
});

Deno.test("waterfallRows() takes what is not there for nothing", () => {
  const [start, step] = waterfallRows({
    ...sampleWaterfall,
    start: { name: "before", value: null },
    steps: [{ ...sampleWaterfall.steps[0], change: null, share: null }],
  });
  assertEquals([start.to, step.from, step.to, step.value], [0, 0, 0, null]);
});

Deno.test("signedText() writes changes with their sign, percentages as points", () => {
  const write = (changes: readonly (number | null)[], unit: string | null) =>
    changes.map(signedText(changes, unit));
  assertEquals(write([-9000, 2000, 0, null], "USD"), ["−9k", "+2k", "0", "–"]);
  assertEquals(write([0.024, -0.5], "%"), ["+2.4 points", "−50.0 points"]);
  // Two digits of the largest are enough to tell small moves apart.
  assertEquals(write([0.00053152, 0.0000052], "%"), ["+0.053 points", "+0.001 points"]);
});
