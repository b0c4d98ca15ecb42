import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { combine, combineRuns } from "@/lib/stats/forecast/backtest/combination.ts";

const told = (mean: number, deviation: number) => ({
  mean: Float64Array.of(mean),
  deviation: Float64Array.of(deviation),
});

Deno.test("combine() takes the median of means and a little less than the mean of deviations", () => {
  assertEquals(combine([told(1, 1), told(100, 2), told(3, 6)]), told(3, 0.92 * 3));
  // Of an even number the middle of the two in the middle.
  assertEquals(combine([told(1, 1), told(100, 2), told(3, 6), told(5, 3)]), told(4, 0.92 * 3));
  assertEquals(combine([told(7, 2)]), told(7, 2));
});

Deno.test("combine() does not leave the numbers there are", () => {
  assertEquals(combine([told(1.5e308, 1), told(1.7e308, 1)]).mean, Float64Array.of(1.6e308));
});

Deno.test("combineRuns() combines each origin and what comes", () => {
  const runs = [1, 2, 6].map((value) => ({
    detail: "some",
    effects: null,
    folds: [told(value, 1), told(10 * value, 1)],
    prediction: told(100 * value, 1),
  }));
  assertEquals(combineRuns(runs), {
    detail: null,
    effects: null,
    folds: [told(2, 0.92), told(20, 0.92)],
    prediction: told(200, 0.92),
  });
});
