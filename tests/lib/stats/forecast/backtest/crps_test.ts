import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { intervalCrps, normalCrps, normalCumulative } from "@/lib/stats/forecast/backtest/crps.ts";
import fixture from "@/tests/fixtures/stats/metrics.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("normalCrps() equals the integral that it stands for", () => {
  const { actual, mean, deviation, crps } = fixture;
  const found = actual.map((value, i) => normalCrps(value, mean[i], deviation[i]));
  assert(greatestGap(found, crps) < 1e-9);
});

Deno.test("normalCrps() of the standard normal at 0 is (√2 - 1) / √π", () => {
  // 2 φ(0) - 1 / √π = (√2 - 1) / √π, which scoringRules gives as 0.2336950.
  assert(Math.abs(normalCrps(0, 0, 1) - (Math.SQRT2 - 1) / Math.sqrt(Math.PI)) < 1e-15);
});

Deno.test("normalCrps() is the error where nothing deviates, and scales with its values", () => {
  assertEquals(normalCrps(7, 4, 0), 3);
  assertEquals(normalCrps(4, 4, 0), 0);
  assertEquals(normalCrps(1e15, -1e15, 1e-300), 2e15);
  assert(Number.isNaN(normalCrps(1, 1, NaN)));
  for (const scale of [1e15, 1e-15]) {
    const ratio = normalCrps(3 * scale, 0, 2 * scale) / scale / normalCrps(3, 0, 2);
    assert(Math.abs(ratio - 1) < 1e-12);
  }
});

Deno.test("normalCumulative() equals R's pnorm", () => {
  const values = [-40, -3, -0.5, 0, 1, 2.5, 6, 40];
  const expected = [
    0,
    0.00134989803163009,
    0.308537538725987,
    0.5,
    0.841344746068543,
    0.993790334674224,
    0.999999999013412,
    1,
  ];
  assert(greatestGap(values.map(normalCumulative), expected) < 1e-14);
});

Deno.test("intervalCrps() is twice the mean pinball loss of scikit-learn", () => {
  const { actual, mean, quantileScore } = fixture;
  const intervals = fixture.intervals.map(({ level, lower, upper }) => ({
    level: ([50, 80, 95] as const).find((one) => one === level) ?? 50,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
  }));
  const found = intervalCrps(Float64Array.from(actual), Float64Array.from(mean), intervals);
  assert(Math.abs((found ?? NaN) - quantileScore) < 1e-12);
});

Deno.test("intervalCrps() charges width and misses, and leaves gaps out", () => {
  // Of 0 to 10 at 50%: 4 within costs 0.25 × 4 + 0.25 × 6 = 2.5, the middle 0.5 × 1; of 3 quantiles
  // 2 × 3 / 3 = 2. 20 above costs 0.25 × 20 + 0.75 × 10 = 12.5 and 0.5 × 15: 2 × 20 / 3.
  const interval = { lower: Float64Array.of(0, 0, 0), upper: Float64Array.of(10, 10, 10) };
  const score = (...actual: number[]) =>
    intervalCrps(Float64Array.from(actual), Float64Array.of(5, 5, 5), [{ level: 50, ...interval }]);
  assertEquals(score(4), 2);
  assert(Math.abs((score(20) ?? NaN) - 40 / 3) < 1e-12);
  assertEquals(score(NaN, 4, NaN), 2);
  assertEquals(score(NaN), null);
});
