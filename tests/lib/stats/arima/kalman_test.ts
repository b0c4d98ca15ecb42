import { deepStrictEqual as assertEquals, equal, ok as assert } from "node:assert/strict";
import { stateSize, whiten } from "@/lib/stats/arima/kalman.ts";
import { multiplyLags } from "@/lib/stats/arima/polynomial.ts";
import { greatestGap } from "@/tests/helpers/numbers.ts";

const NONE = multiplyLags([], [], 1);

Deno.test("whiten() knows the first value of an autoregressive process by its variance", () => {
  // φ = 0.5: the first has the variance 1 / (1 - 0.25) = 4 / 3, each later one errs by 1.
  const model = { autoregressive: multiplyLags([0.5], [], 1), movingAverage: NONE };
  const found = whiten([Float64Array.of(2, 3, 1)], model);
  assert(found !== null);
  // 2 / √(4 / 3), 3 - 1, 1 - 1.5
  assert(greatestGap(found.columns[0], [2 / Math.sqrt(4 / 3), 2, -0.5]) < 1e-12);
  assert(Math.abs(found.logarithms - Math.log(4 / 3)) < 1e-12);
});

Deno.test("whiten() learns what a moving average begins with", () => {
  // w_t = e_t + 0.5 e_(t-1): f_1 = 1 + 0.25, and f_(t+1) = 1.25 - 0.25 / f_t as of the innovations algorithm.
  const model = { autoregressive: NONE, movingAverage: multiplyLags([-0.5], [], 1) };
  const found = whiten([Float64Array.of(1, 0, 0)], model);
  assert(found !== null);
  const [one, two] = [1.25, 1.25 - 0.25 / 1.25];
  const three = 1.25 - 0.25 / two;
  // v_1 = 1, v_2 = -0.5 / f_1 × v_1, v_3 = -0.5 / f_2 × v_2.
  const second = -0.5 / one;
  const third = -0.5 / two * second;
  const expected = [1 / Math.sqrt(one), second / Math.sqrt(two), third / Math.sqrt(three)];
  assert(greatestGap(found.columns[0], expected) < 1e-12);
  const logarithms = Math.log(one) + Math.log(two) + Math.log(three);
  assert(Math.abs(found.logarithms - logarithms) < 1e-12);
});

Deno.test("whiten() stays right once the variance of errors is settled", () => {
  // After many values f is 1 and the error of white values is told by the recursion alone.
  const model = {
    autoregressive: multiplyLags([0.6], [0.3], 4),
    movingAverage: multiplyLags([0.4], [-0.5], 4),
  };
  const values = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i * i * 12.9898));
  const found = whiten([values, values.map((value) => 3 * value)], model);
  assert(found !== null);
  const [one, thrice] = found.columns;
  assert(greatestGap(thrice, one.map((value) => 3 * value)) < 1e-9);
  const { autoregressive: ar, movingAverage: ma } = model;
  for (let t = 390; t < 400; t++) {
    let error = values[t];
    ar.lags.forEach((lag, k) => error -= ar.weights[k] * values[t - lag]);
    ma.lags.forEach((lag, k) => error += ma.weights[k] * one[t - lag]);
    assert(Math.abs(error - one[t]) < 1e-9, `${t}: ${error} and ${one[t]}`);
  }
});

Deno.test("whiten() gives up on a process that wanders off", () => {
  const model = { autoregressive: multiplyLags([1], [], 1), movingAverage: NONE };
  equal(whiten([Float64Array.of(1, 2, 3)], model), null);
});

Deno.test("stateSize() is the longest lag, of errors one more", () => {
  const ten = multiplyLags([0, 0, 0.1], [0.2], 7);
  assertEquals(stateSize({ autoregressive: ten, movingAverage: NONE }), 10);
  assertEquals(stateSize({ autoregressive: NONE, movingAverage: ten }), 11);
  assertEquals(stateSize({ autoregressive: NONE, movingAverage: NONE }), 1);
});
