import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { difference, multiplyLags, stationary } from "@/lib/stats/arima/polynomial.ts";

Deno.test("multiplyLags() multiplies out a season", () => {
  // (1 - 0.5 B)(1 - 0.3 B^4) = 1 - 0.5 B - 0.3 B^4 + 0.15 B^5
  assertEquals(multiplyLags([0.5], [0.3], 4), {
    lags: [1, 4, 5],
    weights: Float64Array.of(0.5, 0.3, -0.15),
  });
});

Deno.test("multiplyLags() adds up what falls on one lag", () => {
  // (1 - a B - b B²)(1 - c B²) with a season of two: lag 2 takes b + c.
  const { lags, weights } = multiplyLags([0.5, 0.25], [0.125], 2);
  assertEquals(lags, [1, 2, 3, 4]);
  assertEquals(weights, Float64Array.of(0.5, 0.375, -0.0625, -0.03125));
});

Deno.test("stationary() gives coefficients whose partial autocorrelations are the tanh", () => {
  // Of two: c_1 = r_1 (1 - r_2), c_2 = r_2.
  const [one, two] = [Math.tanh(0.4), Math.tanh(-0.9)];
  const [first, second] = stationary([0.4, -0.9]);
  assert(Math.abs(first - one * (1 - two)) < 1e-12);
  assert(Math.abs(second - two) < 1e-12);
});

Deno.test("difference() is as many entries shorter as the lag", () => {
  assertEquals(difference(Float64Array.of(1, 5, 2, 9), 2), Float64Array.of(1, 4));
});
