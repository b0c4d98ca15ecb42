import { equal, ok as assert } from "node:assert/strict";
import { fitArima, takeDifferences } from "@/lib/stats/arima/fit.ts";
import { predictFrom } from "@/lib/stats/arima/predict.ts";
import regression from "@/tests/fixtures/stats/regression.json" with { type: "json" };
import fixture from "@/tests/fixtures/stats/arima.json" with { type: "json" };
import { readArimaCase } from "@/tests/fixtures/stats/arima_case.ts";
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("fitArima() finds what R's Arima finds by conditional sum of squares", async (t) => {
  for (const { name, period: season, order, seasonal, ...reference } of fixture) {
    await t.step(name, () => {
      const values = Float64Array.from(reference.values);
      const [[p, d, q], [P, D, Q]] = [order, seasonal];
      const fit = fitArima({ values, season, regressors: [] }, { p, d, q, P, D, Q });
      assert(fit !== null);
      const horizon = reference.mean.length;
      const past = { values, regressors: [], future: [], season, horizon };
      const { mean, deviation } = predictFrom({ fit, hasConstant: false }, past);
      reference.mean.forEach((expected, h) => {
        // R divides the squares by the values, and we by those less the parameters.
        const off = Math.abs(mean[h] - expected) / reference.deviation[h];
        assert(off < 0.05, `mean ${h} is off by ${off} deviations`);
        assert(Math.abs(deviation[h] / reference.deviation[h] - 1) < 0.03, `deviation ${h}`);
      });
    });
  }
});

Deno.test("fitArima() finds the effects that R's Arima finds for regressors", async (t) => {
  for (const { name, period: season, ...reference } of regression) {
    await t.step(name, () => {
      const { values, past, future, orders, regressors } = readArimaCase(reference);
      const fit = fitArima({ values, season, regressors }, orders);
      assert(fit !== null);
      reference.effects.forEach((effect, i) => {
        const off = Math.abs(fit.effects[i] - effect) / reference.errors[i];
        assert(off < 0.005, `effect ${i} is off by ${off} of its standard error`);
        // What exact likelihood finds differs by what the first values weigh.
        const other = Math.abs(fit.effects[i] - reference.likely[i]) / reference.errors[i];
        assert(other < 0.6, `effect ${i} is off the likeliest by ${other} of its standard error`);
      });
      const horizon = reference.mean.length;
      const ahead = { values, regressors: past, future, season, horizon };
      const { mean, deviation } = predictFrom({ fit, hasConstant: reference.hasConstant }, ahead);
      reference.mean.forEach((expected, h) => {
        const off = Math.abs(mean[h] - expected) / reference.deviation[h];
        assert(off < 0.02, `mean ${h} is off by ${off} deviations`);
        // R divides the squares by the values, and we by those less the parameters.
        assert(Math.abs(deviation[h] / reference.deviation[h] - 1) < 0.04, `deviation ${h}`);
      });
    });
  }
});

Deno.test("fitArima() finds the effect of a regressor beside errors that last", () => {
  // Errors e_t = 0.7 e_(t-1) + noise, with 5 more on every ninth day.
  let error = 0;
  const campaign = Float64Array.from({ length: 300 }, (_, i) => i % 9 === 0 ? 1 : 0);
  const values = campaign.map((day, i) => {
    error = 0.7 * error + Math.sin(i * i * 12.9898);
    return 50 + 5 * day + error;
  });
  const regressors = [campaign, new Float64Array(300).fill(1)];
  const order = { p: 1, d: 0, q: 0, P: 0, D: 0, Q: 0 };
  const fit = fitArima({ values, season: 1, regressors }, order);
  assert(fit !== null);
  assert(Math.abs(fit.effects[0] - 5) < 0.3, String(fit.effects[0]));
  assert(Math.abs(fit.effects[1] - 50) < 0.5, String(fit.effects[1]));
  assert(Math.abs(fit.autoregressive.weights[0] - 0.7) < 0.1);
});

Deno.test("fitArima() gives up on a few values", () => {
  const order = { p: 1, d: 0, q: 0, P: 1, D: 1, Q: 0 };
  equal(fitArima({ values: new Float64Array(26), season: 12, regressors: [] }, order), null);
});

Deno.test("takeDifferences() takes whole seasons first", () => {
  // 1 4 9 16 25 36: of two periods 8 12 16 20, of those 4 4 4.
  const values = Float64Array.of(1, 4, 9, 16, 25, 36);
  equal(greatestGap(takeDifferences(values, { d: 1, D: 1 }, 2), [4, 4, 4]), 0);
});
