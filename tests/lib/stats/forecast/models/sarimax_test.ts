import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  throws as assertThrows,
} from "node:assert/strict";
import {
  predictSarimax,
  refuseSarimax,
  type SarimaxOptions,
  usualOrder,
} from "@/lib/stats/forecast/models/sarimax.ts";
import fixture from "@/tests/fixtures/stats/sarimax.json" with { type: "json" };

const WEEKLY: SarimaxOptions = { ...usualOrder(7), season: 7, horizon: 14 };

function seriesOf(length: number): Float64Array {
  return Float64Array.from({ length }, (_, day) => 100 + 10 * Math.sin(day * day) + day % 7);
}

function columns(values: readonly number[][]): Float64Array[] {
  return values.map((column) => Float64Array.from(column));
}

Deno.test("predictSarimax() equals statsmodels where the model is well identified", async (t) => {
  for (const { name, values, season, mean, deviation, ...reference } of fixture) {
    await t.step(name, () => {
      const prediction = predictSarimax(Float64Array.from(values), {
        order: triple(reference.order),
        seasonalOrder: triple(reference.seasonal_order),
        season,
        horizon: mean.length,
        regressors: { past: columns(reference.past), future: columns(reference.future) },
      });
      const tolerance = 1e-4;
      for (const [i, expected] of mean.entries()) {
        const off = Math.abs(prediction.mean[i] - expected) / deviation[i];
        const wide = Math.abs(prediction.deviation[i] / deviation[i] - 1);
        assert(off < tolerance, `mean ${i} is off by ${off} deviations`);
        assert(wide < tolerance, `deviation ${i} is off by a share of ${wide}`);
      }
    });
  }
});

function triple([a, b, c]: readonly number[]): readonly [number, number, number] {
  return [a, b, c];
}

Deno.test("predictSarimax() gives a constant its constant, and zeros zero", () => {
  for (const value of [5, 0]) {
    const { mean, deviation } = predictSarimax(new Float64Array(60).fill(value), WEEKLY);
    assertEquals(mean, new Float64Array(14).fill(value));
    assertEquals(deviation, new Float64Array(14));
  }
});

Deno.test("predictSarimax() takes gaps, leading ones too", () => {
  const values = seriesOf(200);
  values.fill(NaN, 0, 20);
  values.fill(NaN, 100, 105);
  values[199] = NaN;
  const { mean, deviation } = predictSarimax(values, WEEKLY);
  assert(mean.every((value) => value > 80 && value < 130));
  assert(deviation.every((value) => value > 0));
});

Deno.test("predictSarimax() is refused for what it cannot take", async (t) => {
  const regressor = new Float64Array(100);
  const future = new Float64Array(14);
  const gappy = Float64Array.from({ length: 14 }, (_, i) => i === 3 ? NaN : 0);
  const cases: [string, Float64Array, Partial<SarimaxOptions>, RegExp][] = [
    ["a season that takes too long", seriesOf(200), { season: 61 }, /at most 60 periods.*is 61/],
    // 7 for the difference, and 2 seasons.
    ["too short", seriesOf(20), {}, /at least 21 periods.*is 20/],
    ["all gaps", new Float64Array(50).fill(NaN), {}, /at least 21 periods/],
    ["leading gaps do not count", new Float64Array(50).fill(NaN, 0, 49), {}, /is 1$/],
    [
      "no future regressor",
      seriesOf(100),
      { regressors: { past: [regressor], future: [] } },
      /past and future.*1 past and 0 future/,
    ],
    [
      "a gap in a future regressor",
      seriesOf(100),
      { regressors: { past: [regressor], future: [gappy] } },
      /every regressor needs a number/,
    ],
    [
      "a regressor that is too short",
      seriesOf(101),
      { regressors: { past: [regressor], future: [future] } },
      /every regressor needs a number/,
    ],
  ];
  for (const [name, values, options, message] of cases) {
    await t.step(name, () => {
      const all = { ...WEEKLY, ...options };
      assertMatch(refuseSarimax(values, all) ?? "", message);
      assertThrows(() => predictSarimax(values, all), { code: "MODEL_FAILED" });
    });
  }
});

Deno.test("predictSarimax() is refused for values whose squares overflow", () => {
  const values = seriesOf(100).map((value) => value * 1e200);
  assertThrows(() => predictSarimax(values, WEEKLY), { code: "MODEL_FAILED" });
});
