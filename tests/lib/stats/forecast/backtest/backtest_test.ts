import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  type BacktestPlan,
  foldsOf,
  measureFolds,
  planBacktest,
} from "@/lib/stats/forecast/backtest/backtest.ts";
import type { Prediction } from "@/lib/stats/forecast/prediction.ts";

/** Repeats the value before each origin. */
function lastValues(values: Float64Array, { origins, horizon }: BacktestPlan): Prediction[] {
  return origins.map((origin) => ({
    mean: new Float64Array(horizon).fill(values[origin - 1]),
    deviation: new Float64Array(horizon),
  }));
}

Deno.test("planBacktest() places the origins as far apart as asked where there is room", () => {
  // The last fold forecasts the last 28 of 731, each earlier one 28 before.
  const plan = planBacktest(731, { folds: 5, horizon: 28, step: 28, minimum: 21 });
  assertEquals(plan, { origins: [591, 619, 647, 675, 703], horizon: 28 });
});

Deno.test("planBacktest() makes do with less", async (t) => {
  const cases: [string, number, number[], number][] = [
    // 40 of 60 lie behind the minimum of 20: horizon 10, 30 left for 4 steps of 7.
    ["origins closer together", 60, [22, 29, 36, 43, 50], 10],
    // 10 lie behind it: the horizon shrinks to 5, 5 are left for 4 steps of 1.
    ["a shorter horizon", 30, [21, 22, 23, 24, 25], 5],
    ["fewer folds", 22, [20, 21], 1],
    ["one fold", 21, [20], 1],
    ["none", 20, [], 0],
    ["none of nothing", 0, [], 0],
  ];
  for (const [name, length, origins, horizon] of cases) {
    await t.step(name, () => {
      const plan = planBacktest(length, { folds: 5, horizon: 10, step: 10, minimum: 20 });
      assertEquals(plan, { origins, horizon });
    });
  }
});

Deno.test("foldsOf() sets forecasts beside what came", () => {
  const values = Float64Array.of(1, 2, 4, 7, 11);
  const plan = { origins: [2, 3], horizon: 2 };
  const folds = foldsOf(values, lastValues(values, plan), { plan, season: 1 });
  assertEquals(folds.map((fold) => [fold.prediction.mean[0], [...fold.actual]]), [
    [2, [4, 7]],
    [4, [7, 11]],
  ]);
  // Moves before the origins: 1, and 1 and 2.
  assertEquals(folds.map((fold) => fold.scale), [1, 1.5]);
});

Deno.test("measureFolds() measures all folds together, each by its own scale", () => {
  const values = Float64Array.of(1, 2, 4, 7, 11);
  const plan = { origins: [2, 3], horizon: 2 };
  const folds = foldsOf(values, lastValues(values, plan), { plan, season: 1 });
  // Errors 2 and 5 by a scale of 1, 3 and 7 by 1.5: mean 17 / 4, and (2 + 5 + 2 + 14 / 3) / 4.
  const { periods, mae, mase } = measureFolds(folds);
  assertEquals([periods, mae], [4, 4.25]);
  assertEquals(mase?.toFixed(12), ((2 + 5 + 2 + 14 / 3) / 4).toFixed(12));
});
