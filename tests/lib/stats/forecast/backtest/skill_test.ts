import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { Fold } from "@/lib/stats/forecast/backtest/backtest.ts";
import { skillOf, studentQuantile } from "@/lib/stats/forecast/backtest/skill.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

/** A fold of one period at each origin, which came to 0. */
function foldsOf(errors: readonly number[], step = 1, horizon = 1): Fold[] {
  return errors.map((error, i) => ({
    origin: 10 + step * i,
    prediction: {
      mean: new Float64Array(horizon).fill(error / horizon),
      deviation: new Float64Array(horizon).fill(1),
    },
    actual: new Float64Array(horizon),
    scale: 1,
  }));
}

Deno.test("skillOf() gives the ratio of paired sums with its standard error", () => {
  // r = 12 / 20 = 0.6. Residuals 2 - 0.6 × 4 = -0.4, 5 - 4.8 = 0.2, 5 - 4.8 = 0.2: squares 0.24.
  // Standard error √(0.24 / (3 × 2)) / (20 / 3) = 0.2 / 6.667 = 0.03; × 4.302653 × 100 = 12.907958.
  const skill = skillOf(foldsOf([2, 5, 5]), foldsOf([4, 8, 8]));
  assert(skill?.range !== null && skill !== null);
  assert(Math.abs(skill.percent - 40) < 1e-9);
  assert(Math.abs(skill.range.lower - (40 - 12.907958)) < 1e-6);
  assert(Math.abs(skill.range.upper - (40 + 12.907958)) < 1e-6);
});

Deno.test("skillOf() is less sure where origins forecast the same periods", () => {
  // Four periods ahead from every second: each is forecast twice, so the error is √2 as large.
  const apart = skillOf(foldsOf([2, 5, 5], 4, 4), foldsOf([4, 8, 8], 4, 4));
  const close = skillOf(foldsOf([2, 5, 5], 2, 4), foldsOf([4, 8, 8], 2, 4));
  const reach = (skill: typeof apart) => (skill?.percent ?? NaN) - (skill?.range?.lower ?? NaN);
  assert(Math.abs(reach(close) / reach(apart) - Math.SQRT2) < 1e-9);
});

Deno.test("skillOf() compares only periods where both have an error", () => {
  const [fold] = foldsOf([2, 9], 1, 2);
  const gappy = { ...fold, actual: Float64Array.of(0, NaN) };
  const naive = foldsOf([8], 1, 2);
  assertEquals(skillOf([gappy], naive), { percent: 75, range: null });
});

Deno.test("skillOf() is unknown without an error of seasonal naive, or without origins", () => {
  assertEquals(skillOf(foldsOf([1, 1, 1]), foldsOf([0, 0, 0])), null);
  assertEquals(skillOf([], []), null);
  assertEquals(skillOf(foldsOf([1, 1, 1]), []), null);
  assertEquals(skillOf(foldsOf([1, 1]), foldsOf([2, 2])), { percent: 50, range: null });
  assertEquals(skillOf(foldsOf([NaN]), foldsOf([2])), null);
});

Deno.test("skillOf() holds the true skill in about 95 of 100 cases", () => {
  // Errors of seasonal naive are 1 to 2, those of the model 0.8 of them, give or take 0.3: skill 20.
  const random = createRandom(5);
  let held = 0;
  for (let i = 0; i < 2000; i++) {
    const naive = Array.from({ length: 8 }, () => 1 + random());
    const model = naive.map((error) => 0.8 * error + 0.6 * (random() - 0.5));
    const range = skillOf(foldsOf(model), foldsOf(naive))?.range;
    assert(range !== null && range !== undefined);
    if (range.lower <= 20 && range.upper >= 20) held++;
  }
  assert(held > 1860 && held < 1940, `${held} of 2000`);
});

Deno.test("skillOf() keeps its figures for huge and tiny errors", () => {
  for (const scale of [1e15, 1e-15]) {
    const of = (errors: number[]) => foldsOf(errors.map((error) => error * scale));
    const skill = skillOf(of([2, 5, 5]), of([4, 8, 8]));
    assert(Math.abs((skill?.range?.lower ?? NaN) - (40 - 12.907958)) < 1e-6);
  }
});

Deno.test("studentQuantile() equals R's qt", () => {
  const cases = [
    [1, 12.7062047361747],
    [4, 2.77644510519779],
    [9, 2.2621571627982],
    [10, 2.22813885198627],
    [19, 2.09302405440831],
    [30, 2.04227245630124],
  ];
  for (const [freedom, expected] of cases) {
    assert(Math.abs(studentQuantile(freedom) - expected) < 1e-3);
  }
});
