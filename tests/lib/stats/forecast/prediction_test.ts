import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { intervalsOf, isFinitePrediction } from "@/lib/stats/forecast/prediction.ts";

Deno.test("intervalsOf() reaches a multiple of the deviation to each side", () => {
  const prediction = { mean: Float64Array.of(10, 20), deviation: Float64Array.of(1, 2) };
  assertEquals(intervalsOf(prediction, { 50: 0.5, 80: 1, 95: 2 }), [
    { level: 50, lower: Float64Array.of(9.5, 19), upper: Float64Array.of(10.5, 21) },
    { level: 80, lower: Float64Array.of(9, 18), upper: Float64Array.of(11, 22) },
    { level: 95, lower: Float64Array.of(8, 16), upper: Float64Array.of(12, 24) },
  ]);
});

Deno.test("isFinitePrediction() refuses what cannot be shown", () => {
  const cases: [number, number, boolean][] = [
    [1, 0, true],
    [NaN, 1, false],
    [Infinity, 1, false],
    [1, NaN, false],
    [1, Infinity, false],
    [1, -1, false],
  ];
  for (const [mean, deviation, expected] of cases) {
    const prediction = { mean: Float64Array.of(mean), deviation: Float64Array.of(deviation) };
    assertEquals(isFinitePrediction(prediction), expected);
  }
});
