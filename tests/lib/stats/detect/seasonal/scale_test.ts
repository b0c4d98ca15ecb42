import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { scaleFor } from "@/lib/stats/detect/seasonal/scale.ts";

const amounts = Float64Array.of(12.5, 80.1, 33.3);

Deno.test("scaleFor() tells amounts, counts, shares and what falls below 0 apart", () => {
  const cases: [string, number[]][] = [
    ["log", [...amounts]],
    ["log", [12.5, NaN, 80.1]],
    ["ratio", [0.1, 0.5, 0.99]],
    ["count", [0, 3, 17]],
    ["count", [1.5, 0, 2.5, 0]],
    ["count", [0, 0, 0]],
    ["plain", [1.5, -2, 3]],
    ["log", [1e15, 2e15]],
  ];
  for (const [name, values] of cases) assertEquals(scaleFor(Float64Array.from(values)).name, name);
});

Deno.test("scaleFor() gives a way there and back", () => {
  const cases: [number[], number[]][] = [
    [[12.5, 80.1], [1e-300, 1, 33.3, 1e300]],
    [[0, 3, 17], [0, 1, 5, 1000, 1e9]],
    [[0.1, 0.5], [1e-9, 0.5, 0.999]],
    [[1.5, -2], [-1e15, 0, 1e-15]],
  ];
  for (const [values, tried] of cases) {
    const { to, from } = scaleFor(Float64Array.from(values));
    for (const value of tried) {
      assert(Math.abs(from(to(value)) - value) <= 1e-9 * Math.max(1, Math.abs(value)), `${value}`);
    }
  }
});

Deno.test("scaleFor() has no place for what a scale cannot hold", () => {
  assertEquals(scaleFor(amounts).to(0), NaN);
  assertEquals(scaleFor(Float64Array.of(0.1, 0.5)).to(1), NaN);
  assertEquals(scaleFor(Float64Array.of(0, 3)).to(-1), NaN);
});

Deno.test("scaleFor() makes the noise of counts even", () => {
  // √mean more than a mean of 4, 9 and 25 is the same step on the scale to a quarter, and near its least noise.
  const { to, least } = scaleFor(Float64Array.of(0, 3, 17));
  const steps = [4, 9, 25].map((mean) => (to(mean + Math.sqrt(mean)) - to(mean)));
  assert(Math.max(...steps) / Math.min(...steps) < 1.35, `${steps}`);
  // Half of what counts have by nature.
  assert(least(to(9)) < steps[1] && least(to(9)) > steps[1] / 3);
});
