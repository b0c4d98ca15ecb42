import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import fc from "fast-check";
import { AppError } from "@/lib/errors.ts";
import {
  type FitSarimax,
  type Forecast,
  type ForecastParameters,
  forecastSeries,
  seasonOf,
} from "@/lib/stats/forecast/forecast.ts";
import { createRandom } from "@/lib/stats/detect/random.ts";
import { predictSarimax } from "@/lib/stats/forecast/sarimax.ts";

const WEEKLY: ForecastParameters = { horizon: 14, season: 7, model: "auto", folds: 5 };

const refuse: FitSarimax = () => Promise.reject(new AppError("MODEL_FAILED", "Cannot fit today"));

function forecastOf(
  values: ArrayLike<number>,
  parameters: Partial<ForecastParameters> = {},
  fit: FitSarimax = predictSarimax,
): Promise<Forecast> {
  return forecastSeries(Float64Array.from(values), { ...WEEKLY, ...parameters }, fit);
}

/** Days with a week in them and noise, without a trend. */
function noisyWeeks(length: number): number[] {
  const random = createRandom(1);
  return Array.from({ length }, (_, day) => 100 + 10 * (day % 7) + 20 * random());
}

/** Fails where a forecast holds anything that could not be shown, or bounds that cross. */
function assertShowable({ yhat, intervals }: Forecast, horizon: number) {
  assertEquals(yhat.length, horizon);
  assert(yhat.every(Number.isFinite), `yhat is ${yhat}`);
  let narrower = { lower: yhat, upper: yhat };
  for (const { level, lower, upper } of intervals ?? []) {
    for (let i = 0; i < horizon; i++) {
      assert(Number.isFinite(lower[i]) && Number.isFinite(upper[i]), `${level}% is no number`);
      assert(lower[i] <= narrower.lower[i] && upper[i] >= narrower.upper[i], `${level}% crosses`);
    }
    narrower = { lower, upper };
  }
}

Deno.test("forecastSeries() lets SARIMAX win where one week says little", async () => {
  // The noise of a week is repeated by seasonal naive: its errors are √2 as large as the noise.
  const forecast = await forecastOf(noisyWeeks(400), { horizon: 28 });
  assertShowable(forecast, 28);
  assertEquals([forecast.model, forecast.reason, forecast.calibrated], ["sarimax", null, true]);
  const [naive, sarimax] = forecast.candidates;
  assertEquals([naive.model, naive.skill], ["seasonal_naive", 0]);
  assertEquals([sarimax.model, sarimax.foldErrors.length], ["sarimax", 5]);
  assert(sarimax.skill !== null && sarimax.skill > 10, `skill is ${sarimax.skill}`);
  assert(forecast.coverage !== null && forecast.coverage[95] > 85);
  assertEquals(forecast.reliability.status, "scored");
});

Deno.test("forecastSeries() falls back to seasonal naive where SARIMAX is no better", async () => {
  // A week that repeats to the last digit: no model can beat it.
  const week = [3, 1, 4, 1, 5, 9, 2];
  const forecast = await forecastOf(Array.from({ length: 210 }, (_, day) => week[day % 7]));
  assertEquals(forecast.model, "seasonal_naive");
  assertEquals([...forecast.yhat], [...week, ...week]);
  assertMatch(forecast.reason ?? "", /at least as good as SARIMAX.*0\.000 against 0\.000/);
  assertShowable(forecast, 14);
});

Deno.test("forecastSeries() falls back to seasonal naive where SARIMAX fails", async () => {
  const forecast = await forecastOf(noisyWeeks(200), {}, refuse);
  assertEquals([forecast.model, forecast.reason], ["seasonal_naive", "Cannot fit today"]);
  assertEquals(forecast.candidates[1].failure, "Cannot fit today");
  assertEquals(
    (await forecastOf(noisyWeeks(200), { model: "sarimax" }, refuse)).model,
    "seasonal_naive",
  );
});

Deno.test("forecastSeries() says why a season over 24 has no SARIMAX", async () => {
  const forecast = await forecastOf(noisyWeeks(300), { season: 52 });
  assertEquals(forecast.model, "seasonal_naive");
  assertMatch(forecast.reason ?? "", /at most 24 periods.*is 52/);
});

Deno.test("forecastSeries() shows SARIMAX the latest 2,000 periods of a long history", async () => {
  const values = noisyWeeks(9000);
  const seen: Float64Array[] = [];
  await forecastOf(values, {}, (history) => {
    seen.push(history);
    return refuse(history, { order: [0, 0, 0], seasonalOrder: [0, 0, 0], season: 1, horizon: 1 });
  });
  assertEquals(seen.map(({ length }) => length), Array(6).fill(2000));
  assert(seen.some((history) => history[1999] === values[8999]));
});

Deno.test("forecastSeries() takes the model that was asked for, better or not", async () => {
  for (const model of ["sarimax", "seasonal_naive"] as const) {
    const forecast = await forecastOf(noisyWeeks(200), { model });
    assertEquals([forecast.model, forecast.reason], [model, null]);
  }
});

Deno.test("forecastSeries() gives a constant its constant, and zeros zero", async () => {
  for (const value of [5, 0, -0.1]) {
    const forecast = await forecastOf(new Float64Array(100).fill(value));
    assertEquals(forecast.yhat, new Float64Array(14).fill(value));
    assertEquals(forecast.intervals?.map(({ lower }) => lower[13]), [value, value, value]);
    assertMatch(forecast.reason ?? "", /all values are the same/);
    assert(forecast.reliability.status === "scored");
    assertEquals([forecast.reliability.score, forecast.reliability.badge], [100, "A"]);
  }
});

Deno.test("forecastSeries() repeats the last value where history is too short", async () => {
  const forecast = await forecastOf([1, 2, 4]);
  assertEquals([forecast.model, forecast.yhat[13]], ["last_value", 4]);
  assertEquals(
    forecast.reason,
    "The last value is repeated as the history is too short: 3 of 14 periods",
  );
  assertEquals(forecast.reliability.status, "not_enough_history");
  // Moves of 1 and 2: √(5 / 2), times 1.96 and √4 for the fourth period ahead.
  const upper = forecast.intervals?.[2].upper[3] ?? NaN;
  assertEquals(upper.toFixed(9), (4 + 1.959963984540054 * Math.sqrt(2.5) * 2).toFixed(9));
  assertShowable(forecast, 14);
});

Deno.test("forecastSeries() has no intervals where it never saw an error", async () => {
  const forecast = await forecastOf([7]);
  assertEquals([forecast.model, forecast.yhat[0], forecast.intervals], ["last_value", 7, null]);
});

Deno.test("forecastSeries() forecasts nothing from nothing", async () => {
  for (const values of [[], [NaN, NaN]]) {
    const forecast = await forecastOf(values);
    assertEquals([forecast.model, forecast.yhat.length, forecast.intervals], ["none", 0, null]);
    assertMatch(forecast.reason ?? "", /no values/);
  }
});

Deno.test("forecastSeries() says so where models cannot be compared", async () => {
  // Two weeks and a day: more than a season repeats, less than a backtest needs.
  const forecast = await forecastOf(noisyWeeks(15), {}, predictSarimax);
  assertEquals([forecast.model, forecast.backtestHorizon], ["seasonal_naive", 0]);
  assertEquals(forecast.candidates.map(({ metrics }) => metrics), [null, null]);
  assertEquals(forecast.reliability.status, "not_enough_history");
  assertShowable(forecast, 14);
});

Deno.test("forecastSeries() shows what can be shown of any series", async (t) => {
  const gappy = noisyWeeks(120).map((value, day) => day % 5 === 0 || day < 10 ? NaN : value);
  const cases: [string, number[]][] = [
    ["gaps", gappy],
    ["trailing gaps", [...noisyWeeks(60), NaN, NaN, NaN]],
    ["one value among gaps", [...Array(30).fill(NaN), 5, ...Array(30).fill(NaN)]],
    ["a level shift", noisyWeeks(120).map((value, day) => day < 60 ? value : 1000 * value)],
    ["a single spike among zeros", Array.from({ length: 120 }, (_, day) => day === 50 ? 1e9 : 0)],
    ["near the largest double", noisyWeeks(60).map((value) => value * 1e305)],
    ["near the smallest double", noisyWeeks(60).map((value) => value * 1e-320)],
    ["a trend", Array.from({ length: 100 }, (_, day) => day)],
  ];
  for (const [name, values] of cases) {
    await t.step(name, async () => assertShowable(await forecastOf(values), 14));
  }
});

Deno.test("forecastSeries() shows what can be shown of anything", async () => {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -50, max: 50 }) },
    { weight: 2, arbitrary: fc.constant(NaN) },
    { weight: 1, arbitrary: fc.double() },
  );
  const values = fc.array(value, { maxLength: 80 });
  const season = fc.constantFrom(1, 4, 7, 12, 52);
  const horizon = fc.integer({ min: 1, max: 40 });
  await fc.assert(
    fc.asyncProperty(values, season, horizon, async (values, season, horizon) => {
      const forecast = await forecastOf(values, { season, horizon });
      assertShowable(forecast, forecast.model === "none" ? 0 : horizon);
    }),
    { numRuns: 200, seed: 1 },
  );
});

Deno.test("forecastSeries() has no numbers but finite ones in its report", async () => {
  const forecast = await forecastOf(noisyWeeks(60).map((value) => value * 1e305));
  for (const { metrics } of forecast.candidates) {
    const numbers = Object.values(metrics ?? {}).filter((value) => value !== null);
    assert(numbers.every(Number.isFinite), JSON.stringify(metrics));
  }
});

Deno.test("forecastSeries() rejects when it is cancelled", async () => {
  const cancelled = new AppError("CANCELLED", "Cannot go on");
  await assertRejects(forecastOf(noisyWeeks(100), {}, () => Promise.reject(cancelled)), cancelled);
});

Deno.test("seasonOf() knows the season of every grain", () => {
  const grains = ["hour", "day", "week", "month", "quarter", "year"] as const;
  assertEquals(grains.map(seasonOf), [24, 7, 52, 12, 4, 1]);
});
