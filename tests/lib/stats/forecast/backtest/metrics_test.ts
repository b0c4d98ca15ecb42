import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import fixture from "@/tests/fixtures/stats/metrics.json" with { type: "json" };
import { coverageOf, measure, seasonalScale } from "@/lib/stats/forecast/backtest/metrics.ts";

/** Sums of doubles may be off in the last bits. */
function assertNear(actual: number | null, expected: number) {
  assert(actual !== null && Math.abs(actual - expected) < 1e-10, `${actual} is not ${expected}`);
}

function measured(actual: number[], forecast: number[], scale = 1) {
  return measure({
    actual: Float64Array.from(actual),
    forecast: Float64Array.from(forecast),
    scale: Float64Array.from(actual, () => scale),
  });
}

Deno.test("measure() gives every metric as its formula says", () => {
  // Errors 10, 20, 30: mean 20, mean square 1400 / 3. Actuals 100, 100, 200 sum to 400: 60 / 400.
  // MAPE: (10% + 20% + 15%) / 3. sMAPE: 20 / 190, 40 / 220 and 60 / 370, times 100, their mean.
  // MASE: the mean error of 20 over a scale of 40.
  const symmetric = 100 * (20 / 190 + 40 / 220 + 60 / 370) / 3;
  const metrics = measured([100, 100, 200], [90, 120, 170], 40);
  assertEquals([metrics.periods, metrics.mapePeriods], [3, 3]);
  assertNear(metrics.mae, 20);
  assertNear(metrics.rmse, Math.sqrt(1400 / 3));
  assertNear(metrics.wape, 15);
  assertNear(metrics.mape, 15);
  assertNear(metrics.smape, symmetric);
  assertNear(metrics.mase, 0.5);
});

Deno.test("measure() equals scikit-learn, and CRPS by integration", () => {
  const { actual, mean, deviation, crps, ...reference } = fixture;
  const metrics = measure({
    actual: Float64Array.from(actual),
    forecast: Float64Array.from(mean),
    deviation: Float64Array.from(deviation),
    scale: Float64Array.from(actual, () => NaN),
  });
  assertNear(metrics.mae, reference.mae);
  assertNear(metrics.rmse, reference.rmse);
  assertNear(metrics.mape, reference.mape);
  assertNear(metrics.crps, crps.reduce((sum, one) => sum + one, 0) / crps.length);
  assertEquals(metrics.mase, null);
});

Deno.test("measure() leaves actuals of 0 out of MAPE and says so", () => {
  // 5 against 10 is 50%; the two actuals of 0 have no percentage.
  const metrics = measured([0, 10, 0], [1, 5, 0]);
  assertEquals([metrics.mape, metrics.mapePeriods, metrics.periods], [50, 1, 3]);
  // sMAPE: 200% for 0 against 1, 2 × 5 / 15 for 10 against 5, 0 for 0 against 0.
  assertNear(metrics.smape, 100 * (2 + 10 / 15) / 3);
});

Deno.test("measure() leaves gaps out", () => {
  const metrics = measured([NaN, 10, 20], [1, 11, NaN]);
  assertEquals([metrics.periods, metrics.mae], [1, 1]);
});

Deno.test("measure() is null where it is undefined", () => {
  const nothing = { periods: 0, mae: null, rmse: null, wape: null, mape: null, mapePeriods: 0 };
  assertEquals(measured([], []), { ...nothing, smape: null, mase: null, crps: null });
  const zeros = measured([0, 0], [0, 0], 0);
  assertEquals([zeros.mae, zeros.wape, zeros.mape, zeros.smape, zeros.mase], [
    0,
    null,
    null,
    0,
    null,
  ]);
});

Deno.test("measure() is null where numbers overflow", () => {
  const metrics = measured([1e308, 1e308], [-1e308, -1e308]);
  assertEquals([metrics.mae, metrics.rmse, metrics.wape], [null, null, null]);
  // A share of 1.5e307 is a number, as percent it is none.
  assertEquals(measured([1e-3], [1.5e304]).mape, null);
});

Deno.test("coverageOf() counts observed values within the bounds, both of them in", () => {
  const bounds = { lower: Float64Array.of(0, 0, 0, 0), upper: Float64Array.of(1, 1, 1, 1) };
  assertEquals(coverageOf(Float64Array.of(0, NaN, 2, NaN), bounds), 50);
  assertEquals(coverageOf(Float64Array.of(0, 1, 0.5, 1.5), bounds), 75);
  assertEquals(coverageOf(Float64Array.of(NaN), bounds), null);
});

Deno.test("seasonalScale() is the mean move over a season", () => {
  // 1 to 4 and 2 to 7 are moves of 3 and 5; the pair with a gap is no move.
  assertEquals(seasonalScale(Float64Array.of(1, 2, 4, 7, NaN), 2), 4);
  assertEquals(seasonalScale(Float64Array.of(1, 2), 2), null);
});
