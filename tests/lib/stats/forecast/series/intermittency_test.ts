import { deepStrictEqual as assertEquals, equal, ok as assert } from "node:assert/strict";
import { describeDemand, isIntermittent } from "@/lib/stats/forecast/series/intermittency.ts";

function repeat(values: readonly number[], times: number): Float64Array {
  return Float64Array.from(Array(times).fill(values).flat());
}

Deno.test("describeDemand() tells the four patterns of Syntetos and Boylan", async (t) => {
  // Of sizes 1 and 9, n each: mean 5, squares around it 16 each, over 25: 0.64 × 2n / (2n - 1).
  const cases: [string, number[], number, number, string][] = [
    ["even sizes every period", [4, 6], 1, 0.04, "smooth"],
    ["uneven sizes every period", [1, 9], 1, 0.64, "erratic"],
    ["even sizes every other period", [4, 0, 6, 0], 2, 0.04, "intermittent"],
    ["uneven sizes every other period", [1, 0, 9, 0], 2, 0.64, "lumpy"],
  ];
  for (const [name, values, interval, variation, pattern] of cases) {
    await t.step(name, () => {
      const found = describeDemand(repeat(values, 10), 1);
      assertEquals(found?.pattern, pattern);
      assertEquals(found?.interval, interval);
      assert(Math.abs((found?.variation ?? NaN) - variation * 20 / 19) < 1e-12);
    });
  }
});

Deno.test("isIntermittent() starts at a demand in 1.32 periods", () => {
  // 33 periods with 25 demands are 1.32 each, 32 with 25 are 1.28.
  equal(isIntermittent(new Float64Array(33).fill(5, 0, 25), 1), true);
  equal(isIntermittent(new Float64Array(32).fill(5, 0, 25), 1), false);
});

Deno.test("isIntermittent() does not take days that are always closed for a lack of demand", () => {
  // Five days of seven are an interval of 1.4, but the two others are the weekend.
  const week = [3, 4, 5, 4, 3, 0, 0];
  equal(isIntermittent(repeat(week, 4), 7), false);
  equal(isIntermittent(repeat(week, 4), 1), true);
  // In three weeks the two days may be empty by chance.
  equal(isIntermittent(repeat(week, 3), 7), true);
});

Deno.test("isIntermittent() leaves gaps, negative values, zeros and a single demand alone", () => {
  equal(isIntermittent(Float64Array.of(4, NaN, 5, NaN, 6, NaN), 1), false);
  equal(isIntermittent(Float64Array.of(4, 0, 0, -5, 0, 6), 1), false);
  equal(isIntermittent(new Float64Array(20), 7), false);
  equal(isIntermittent(Float64Array.of(0, 0, 0, 1), 1), false);
  equal(isIntermittent(Float64Array.of(), 1), false);
  equal(isIntermittent(repeat([1e15, 0], 9), 1), true);
  equal(isIntermittent(repeat([1e-15, 0], 9), 1), true);
});
