import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { isFinitePrediction, judgePrediction } from "@/lib/stats/forecast/prediction.ts";

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

Deno.test("judgePrediction() believes what is near the data and a number", async (t) => {
  // The data range over 10; for one period after three, 2 × (1 + 1 / 3) ranges are believed: 26.7.
  const values = Float64Array.of(0, NaN, 5, 10);
  const cases: [string, number, number, RegExp | null][] = [
    ["in reach", 36, 26, null],
    ["too high", 37, 1, /leaves the data/],
    ["too low", -27, 1, /leaves the data/],
    ["too unsure", 5, 27, /deviation is more than 2 times/],
    ["no number", NaN, 1, /no numbers/],
    ["a negative variance", 5, NaN, /no numbers/],
  ];
  for (const [name, mean, deviation, message] of cases) {
    await t.step(name, () => {
      const prediction = { mean: Float64Array.of(mean), deviation: Float64Array.of(deviation) };
      const judged = judgePrediction(prediction, values);
      if (message === null) assertEquals(judged, null);
      else assertMatch(judged ?? "", message);
    });
  }
});
