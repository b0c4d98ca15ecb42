import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { solveLeastSquares } from "@/lib/stats/optimize/least_squares.ts";
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("solveLeastSquares() finds a line through three points", () => {
  // Points (0, 1), (1, 2), (2, 2): slope 1/2, level 7/6.
  const columns = [Float64Array.of(1, 1, 1), Float64Array.of(0, 1, 2)];
  const effects = solveLeastSquares(columns, Float64Array.of(1, 2, 2));
  assert(greatestGap(effects, [7 / 6, 1 / 2]) < 1e-12);
});

Deno.test("solveLeastSquares() gives a column that others explain no effect", () => {
  const column = Float64Array.of(1, 2, 3);
  const effects = solveLeastSquares([column, column.map((one) => 2 * one)], column);
  assertEquals(effects[1], 0);
  assert(Math.abs(effects[0] - 1) < 1e-12);
  assertEquals(solveLeastSquares([new Float64Array(3)], column), Float64Array.of(0));
});

Deno.test("solveLeastSquares() takes columns of very different sizes", () => {
  const columns = [Float64Array.of(1e9, 2e9, 4e9), Float64Array.of(1e-9, -1e-9, 1e-9)];
  const target = columns[0].map((one, i) => 3 * one + 5e9 * columns[1][i]);
  const effects = solveLeastSquares(columns, target);
  assert(Math.abs(effects[0] - 3) < 1e-6);
});
