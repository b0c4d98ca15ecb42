import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { isFinitePrediction } from "@/lib/stats/forecast/prediction.ts";

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
