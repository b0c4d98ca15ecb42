import { equal, ok as assert } from "node:assert/strict";
import { minimize } from "@/lib/stats/optimize/nelder_mead.ts";

const OPTIONS = { evaluations: 4000, tolerance: 1e-14 };

Deno.test("minimize() finds the low point of a bowl in any number of coordinates", () => {
  for (const size of [1, 2, 5, 12]) {
    const { point, value } = minimize(
      (point) => point.reduce((sum, x, i) => sum + (i + 1) * (x - i) ** 2, 0),
      { start: new Float64Array(size), steps: new Float64Array(size).fill(0.5), ...OPTIONS },
    );
    assert(value < 1e-8, `${size} coordinates: ${value}`);
    point.forEach((x, i) => assert(Math.abs(x - i) < 1e-3));
  }
});

Deno.test("minimize() goes along the bend of Rosenbrock's valley", () => {
  // Its low point is 0 at (1, 1).
  const { point } = minimize(([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, {
    start: Float64Array.of(-1.2, 1),
    steps: Float64Array.of(0.5, 0.5),
    ...OPTIONS,
  });
  assert(Math.hypot(point[0] - 1, point[1] - 1) < 1e-4);
});

Deno.test("minimize() stays out of where Infinity is", () => {
  const { point } = minimize(([x]) => x < 2 ? Infinity : x, {
    start: Float64Array.of(5),
    steps: Float64Array.of(1),
    ...OPTIONS,
  });
  assert(point[0] >= 2 && point[0] < 2.001);
});

Deno.test("minimize() ends after the evaluations that it was given", () => {
  let calls = 0;
  minimize(([x, y]) => {
    calls++;
    return x + y; // falls for ever
  }, { start: new Float64Array(2), steps: Float64Array.of(1, 1), evaluations: 50 });
  // A move may take one more, and a shrink as many as there are points.
  assert(calls <= 55);
});

Deno.test("minimize() answers with the start where nothing is lower", () => {
  const { value } = minimize(() => 7, {
    start: new Float64Array(2),
    steps: Float64Array.of(1, 1),
    ...OPTIONS,
  });
  equal(value, 7);
});
