import { equal, ok as assert } from "node:assert/strict";
import { fillGaps } from "@/lib/stats/forecast/series/gaps.ts";
import { hurtingSeries } from "@/tests/fixtures/stats/hurting_series.ts";
import { fitExactly } from "@/lib/stats/arima/exact.ts";
import type { LagFilter } from "@/lib/stats/arima/polynomial.ts";
import { predictFrom } from "@/lib/stats/arima/predict.ts";
import { constantFor } from "@/lib/stats/arima/search.ts";
import exact from "@/tests/fixtures/stats/arima_exact.json" with { type: "json" };
import regression from "@/tests/fixtures/stats/regression.json" with { type: "json" };
import { readArimaCase } from "@/tests/fixtures/stats/arima_case.ts";
import { greatestGap } from "@/tests/helpers/numbers.ts";

/** The coefficients by lag, the first that of lag 1. */
function dense({ lags, weights }: LagFilter, sign: number, length: number): Float64Array {
  const coefficients = new Float64Array(length);
  lags.forEach((lag, i) => coefficients[lag - 1] = sign * weights[i]);
  return coefficients;
}

const LEVEL = { p: 1, d: 0, q: 0, P: 0, D: 0, Q: 0 };

Deno.test("fitExactly() finds the likelihood, coefficients and forecasts of R's Arima", async (t) => {
  for (const { name, period: season, ...reference } of exact) {
    await t.step(name, () => {
      const { values, past, future, orders, regressors } = readArimaCase(reference);
      const fit = fitExactly({ values, season, regressors }, orders);
      assert(fit !== null);
      const length = fit.errors.length;
      const freedom = orders.p + orders.q + orders.P + orders.Q + regressors.length + 1;
      const penalty = 2 * freedom + 2 * freedom * (freedom + 1) / (length - freedom - 1);
      const likelihood = -(length * (Math.log(2 * Math.PI) + 1) + fit.criterion - penalty) / 2;
      const off = Math.abs(likelihood - reference.logLikelihood);
      assert(off < 1e-4, `likelihood is off by ${off}`);
      for (const [name, sign] of [["autoregressive", 1], ["movingAverage", -1]] as const) {
        const found = dense(fit[name], sign, reference[name].length);
        const gap = greatestGap(found, reference[name]);
        assert(gap < 2e-3, `${name} is off by ${gap}`);
      }
      reference.effects.forEach((effect, i) => {
        assert(Math.abs(fit.effects[i] / effect - 1) < 2e-3, `effect ${i}: ${fit.effects[i]}`);
      });
      const ahead = { values, season, regressors: past, future, horizon: reference.mean.length };
      const { mean, deviation } = predictFrom({ fit, hasConstant: reference.hasConstant }, ahead);
      reference.mean.forEach((expected, h) => {
        const off = Math.abs(mean[h] - expected) / reference.deviation[h];
        // The two searches end at slightly different places.
        assert(off < 4e-3, `mean ${h} is off by ${off} deviations`);
        // R divides the squares by the values less the parameters.
        const width = deviation[h] * Math.sqrt(length / (length - freedom + 1));
        assert(Math.abs(width / reference.deviation[h] - 1) < 2e-3, `deviation ${h}`);
      });
    });
  }
});

Deno.test("fitExactly() finds the likeliest effects that R's Arima finds", async (t) => {
  for (const { name, period: season, ...reference } of regression) {
    await t.step(name, () => {
      const { values, orders, regressors } = readArimaCase(reference);
      const fit = fitExactly({ values, season, regressors }, orders);
      assert(fit !== null);
      reference.likely.forEach((effect, i) => {
        const off = Math.abs(fit.effects[i] - effect) / reference.errors[i];
        assert(off < 0.01, `effect ${i} is off by ${off} of its standard error`);
      });
    });
  }
});

Deno.test("fitExactly() gives a season that never changes its errors' due", () => {
  // A moving average at the edge, which conditional squares overdo, is fitted and finite.
  const values = Float64Array.from(
    { length: 140 },
    (_, i) => 10 + 5 * (i % 7) + Math.sin(i * i * 12.9898),
  );
  const order = { p: 1, d: 0, q: 1, P: 0, D: 1, Q: 1 };
  const fit = fitExactly({ values, season: 7, regressors: [] }, order);
  assert(fit !== null);
  // The noise has a variance of 1 / 2.
  assert(fit.variance > 0.35 && fit.variance < 0.65, String(fit.variance));
});

Deno.test("fitExactly() gives finite numbers for what hurts, or gives up", async (t) => {
  for (const [name, hurting] of Object.entries(hurtingSeries(60))) {
    await t.step(name, () => {
      const values = fillGaps(hurting, 7);
      for (const D of [0, 1]) {
        const fit = fitExactly({ values, season: 7, regressors: [] }, { ...LEVEL, q: 1, D, Q: D });
        if (fit === null) continue;
        assert(Number.isFinite(fit.variance) && fit.variance >= 0);
        assert(fit.errors.every(Number.isFinite));
      }
    });
  }
});

Deno.test("fitExactly() gives regressors that are constant, or the same twice, one effect", () => {
  const noise = Float64Array.from({ length: 80 }, (_, i) => Math.sin(i * i * 12.9898));
  const price = noise.map((_, i) => Math.cos(i * i));
  const values = price.map((one, i) => 20 + 4 * one + noise[i]);
  const regressors = [price, price, constantFor(LEVEL, 80), new Float64Array(80).fill(3)];
  const fit = fitExactly({ values, season: 1, regressors }, LEVEL);
  assert(fit !== null);
  assert(Math.abs(fit.effects[0] - 4) < 0.4, String(fit.effects[0]));
  equal(fit.effects[1], 0);
  assert(Math.abs(fit.effects[2] - 20) < 0.5, String(fit.effects[2]));
  equal(fit.effects[3], 0);
});

Deno.test("fitExactly() gives up on a few values", () => {
  const values = Float64Array.of(1, 2, 3, 4);
  equal(fitExactly({ values, season: 1, regressors: [] }, LEVEL), null);
});

Deno.test("fitExactly() ends where it would from anywhere when it begins beside", () => {
  const values = Float64Array.from(
    { length: 210 },
    (_, i) => 10 + 5 * (i % 7) + Math.sin(i * i * 12.9898) + Math.sin(i / 20),
  );
  const order = { p: 1, d: 0, q: 1, P: 0, D: 1, Q: 1 };
  const fitTo = (length: number, start?: Float64Array) =>
    fitExactly({ values: values.slice(0, length), season: 7, regressors: [] }, order, start);
  const alone = fitTo(210);
  const beside = fitTo(210, fitTo(182)?.point);
  assert(alone !== null && beside !== null);
  // A hundredth of Akaike's criterion decides nothing.
  const apart = Math.abs(alone.criterion - beside.criterion);
  assert(apart < 0.01, String(apart));
});
