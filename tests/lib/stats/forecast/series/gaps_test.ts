import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { fillGaps } from "@/lib/stats/forecast/series/gaps.ts";

Deno.test("fillGaps() fills by whole seasons, else by a straight line", async (t) => {
  const cases: [string, number[], number, number[]][] = [
    ["nothing to fill", [1, 2, 3], 1, [1, 2, 3]],
    ["no value at all", [NaN, NaN], 2, []],
    ["leading gaps are dropped", [NaN, NaN, 3, 4], 2, [3, 4]],
    // The places before and after the gap, one season away, hold 10 and 20.
    ["between two seasons", [1, 10, 2, NaN, 3, 20], 2, [1, 10, 2, 15, 3, 20]],
    ["seen before only", [1, 10, 2, NaN], 2, [1, 10, 2, 10]],
    ["seen after only", [1, NaN, 2, 20], 2, [1, 20, 2, 20]],
    ["two seasons away", [1, 10, 2, NaN, 3, NaN], 2, [1, 10, 2, 10, 3, 10]],
    // 4, a gap, a gap, 10 with no season to look at: thirds of the way.
    ["a place never seen", [4, NaN, NaN, 10], 9, [4, 6, 8, 10]],
    ["a place never seen, at the end", [4, 5, NaN, NaN], 9, [4, 5, 5, 5]],
    ["without a season", [4, NaN, 8], 1, [4, 6, 8]],
    ["infinity is a gap", [4, Infinity, 8], 1, [4, 6, 8]],
  ];
  for (const [name, values, season, expected] of cases) {
    await t.step(name, () => {
      assertEquals(fillGaps(Float64Array.from(values), season), Float64Array.from(expected));
    });
  }
});

Deno.test("fillGaps() leaves its argument alone", () => {
  const values = Float64Array.of(1, NaN, 3);
  fillGaps(values, 1);
  assertEquals(values, Float64Array.of(1, NaN, 3));
});
