import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import fc from "fast-check";
import { AppError } from "@/lib/errors.ts";
import { forecastSeries, type TryMethod } from "@/lib/stats/forecast/forecast.ts";
import type { ForecastParameters } from "@/lib/stats/forecast/parameters.ts";
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { hurtingSeries } from "@/tests/fixtures/stats/hurting_series.ts";
import { tryHere, WEEKLY } from "@/tests/fixtures/stats/forecasting.ts";

const refuse: TryMethod = () => Promise.reject(new AppError("MODEL_FAILED", "Cannot fit today"));

function forecastOf(
  values: ArrayLike<number>,
  parameters: Partial<ForecastParameters> = {},
  attempt: TryMethod = tryHere,
): Promise<Forecast> {
  const wanted = { ...WEEKLY, horizon: 14, ...parameters };
  return forecastSeries(Float64Array.from(values), wanted, attempt);
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

Deno.test("forecastSeries() combines what did well where one week says little", async () => {
  // The noise of a week is repeated by seasonal naive: its errors are √2 as large as the noise.
  const forecast = await forecastOf(noisyWeeks(400), { horizon: 28 });
  assertShowable(forecast, 28);
  assertEquals([forecast.model, forecast.reason, forecast.calibrated], ["combination", null, true]);
  const [combination, naive] = forecast.candidates;
  assertEquals([naive.model, naive.skill?.percent], ["seasonal_naive", 0]);
  assertEquals([combination.model, combination.foldErrors.length], ["combination", 6]);
  assert((combination.skill?.percent ?? 0) > 10, `skill is ${combination.skill?.percent}`);
  assert(forecast.coverage !== null && forecast.coverage[95] > 85);
  assertEquals(forecast.reliability.status, "scored");
});

Deno.test("forecastSeries() chooses on the earlier origins and reports the later ones", async () => {
  const forecast = await forecastOf(noisyWeeks(400), { folds: 5 });
  // Of five the first three, as many or one more than the others.
  assertEquals([forecast.chosenOn, forecast.origins.length], [3, 5]);
  for (const { foldErrors, choiceError, metrics } of forecast.candidates) {
    const mean = (some: readonly (number | null)[]) =>
      (some.reduce<number>((sum, one) => sum + (one ?? NaN), 0) / some.length).toFixed(9);
    assertEquals(choiceError?.toFixed(9), mean(foldErrors.slice(0, 3)));
    assertEquals(metrics?.mae?.toFixed(9), mean(foldErrors.slice(3)));
  }
});

Deno.test("forecastSeries() uses seasonal naive where nothing beats it, and says so", async () => {
  // A week that repeats to the last digit: no model can beat it.
  const week = [3, 1, 4, 1, 5, 9, 2];
  const forecast = await forecastOf(Array.from({ length: 210 }, (_, day) => week[day % 7]));
  assertEquals([forecast.model, forecast.members], ["seasonal_naive", ["seasonal_naive"]]);
  assertEquals([...forecast.yhat], [...week, ...week]);
  assertMatch(forecast.reason ?? "", /Nothing was better than seasonal naive/);
  assertShowable(forecast, 14);
});

Deno.test("forecastSeries() goes on without what fails, and says why", async () => {
  const forecast = await forecastOf(noisyWeeks(200), {}, refuse);
  assertEquals(forecast.model, "seasonal_naive");
  const failures = forecast.candidates.map(({ model, failure }) => [model, failure]);
  assertEquals(failures, [
    ["seasonal_naive", null],
    ["theta", "Cannot fit today"],
    ["ets", "Cannot fit today"],
    ["mstl_ets", "Cannot fit today"],
    ["arima", "Cannot fit today"],
  ]);
  const asked = await forecastOf(noisyWeeks(200), { model: "sarimax" }, refuse);
  assertEquals([asked.model, asked.reason], ["seasonal_naive", "Cannot fit today"]);
});

Deno.test("forecastSeries() goes on without what breaks off or answers nonsense", async () => {
  const explode: TryMethod = async (request, past) => {
    if (request.method === "theta") throw new RangeError("out of stack");
    const run = await tryHere(request, past);
    if (request.method !== "ets") return run;
    throw new AppError("TIME_LIMIT", "Cannot finish in time");
  };
  const { candidates, members } = await forecastOf(noisyWeeks(200), {}, explode);
  const failures = candidates.flatMap(({ model, failure }) => failure ? [[model, failure]] : []);
  assertEquals(failures, [
    ["theta", "Cannot use a method as it broke off: out of stack"],
    ["ets", "Cannot finish in time"],
  ]);
  assert(!members.includes("theta") && !members.includes("ets"));
});

Deno.test("forecastSeries() says why too long a season has no SARIMAX", async () => {
  const seasons = { periods: [100], origin: "named" } as const;
  const forecast = await forecastOf(noisyWeeks(300), { seasons, model: "sarimax" });
  assertEquals(forecast.model, "seasonal_naive");
  assertMatch(forecast.reason ?? "", /at most \d+ periods.*is 100/);
});

Deno.test("forecastSeries() takes the model that was asked for, better or not", async () => {
  const names = [
    "seasonal_naive",
    "drift",
    "theta",
    "ets",
    "mstl_ets",
    "arima",
    "sarimax",
  ] as const;
  for (const model of [...names, "croston", "tsb", "combination"] as const) {
    const forecast = await forecastOf(noisyWeeks(200), { model });
    assertEquals([forecast.model, forecast.reason], [model, null]);
    assertEquals(forecast.chosenOn, 0);
    assertShowable(forecast, 14);
  }
});

Deno.test("forecastSeries() gives intervals of the levels that are asked for", async () => {
  const { intervals } = await forecastOf(noisyWeeks(200), { levels: [60, 99.5] });
  assertEquals(intervals?.map(({ level }) => level), [60, 99.5]);
});

Deno.test("forecastSeries() keeps within the bounds of a measure, its past too", async () => {
  // Shares that rise from 0.5 to 0.995 in steps of 0.005 would be above 1 soon.
  const values = Array.from({ length: 100 }, (_, i) => 0.5 + i / 200 + (i % 3) / 1000);
  const bounds = { least: 0, greatest: 1 };
  const forecast = await forecastOf(values, { bounds });
  const told = [forecast.yhat, ...forecast.origins.map(({ yhat }) => yhat)];
  const upper = forecast.intervals?.map((interval) => interval.upper) ?? [];
  assert([...told, ...upper].every((some) => some.every((value) => value >= 0 && value <= 1)));
});

Deno.test("forecastSeries() forecasts from the level after a lasting shift, with wide intervals", async () => {
  const shifted = noisyWeeks(200).map((value, day) => day < 170 ? value : value + 400);
  const before = await forecastOf(noisyWeeks(200));
  const forecast = await forecastOf(shifted);
  assertEquals([before.shifts, forecast.shifts], [[], [170]]);
  // 500 and 10 a weekday, 20 of noise: from 500 to 580.
  assert(forecast.yhat.every((value) => value > 490 && value < 590), forecast.yhat.join());
  const width = ({ intervals }: Forecast) =>
    (intervals?.[2].upper[0] ?? NaN) - (intervals?.[2].lower[0] ?? NaN);
  assert(width(forecast) > 2 * width(before), `${width(forecast)} and ${width(before)}`);
});

Deno.test("forecastSeries() tells demand that comes now and then by its rate", async () => {
  const random = createRandom(3);
  const values = Array.from({ length: 300 }, () => random() < 0.2 ? 5 + 2 * random() : 0);
  const forecast = await forecastOf(values);
  assert(forecast.candidates.some(({ model }) => model === "tsb"));
  // One in five periods brings 6: 1.2 a period.
  const mean = forecast.yhat.reduce((sum, value) => sum + value / forecast.yhat.length, 0);
  assert(mean > 0.7 && mean < 1.7, `${mean} a period`);
});

Deno.test("forecastSeries() gives a constant its constant, and zeros zero", async () => {
  for (const value of [5, 0, -0.1]) {
    const forecast = await forecastOf(new Float64Array(100).fill(value));
    assertEquals(forecast.yhat, new Float64Array(14).fill(value));
    assertEquals(forecast.intervals?.map(({ lower }) => lower[13]), [value, value, value]);
    assertMatch(forecast.reason ?? "", /^Nothing else was tried as all values are the same$/);
    assert(forecast.reliability.status === "scored");
    assertEquals([forecast.reliability.score, forecast.reliability.badge], [100, "A"]);
  }
});

Deno.test("forecastSeries() repeats the last value where history is too short", async () => {
  const forecast = await forecastOf([1, 2, 4]);
  assertEquals([forecast.model, forecast.yhat[13]], ["last_value", 4]);
  assertEquals(
    forecast.reason,
    "The last value is repeated as the history is too short: 3 of 4 periods",
  );
  assertEquals(forecast.reliability.status, "not_enough_history");
  // Moves of 1 and 2: √(5 / 2), times √4 for the fourth period ahead, and 1.96 + (1.96³ + 1.96) × 6 / 12.
  const upper = forecast.intervals?.[2].upper[3] ?? NaN;
  const z = 1.959963984540054;
  const reach = z + (z ** 3 + z) / 2;
  assertEquals(upper.toFixed(9), (4 + reach * Math.sqrt(2.5) * 2).toFixed(9));
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
  const forecast = await forecastOf(noisyWeeks(15));
  assertEquals([forecast.model, forecast.backtestHorizon], ["combination", 0]);
  assertMatch(forecast.reason ?? "", /^All models are combined as the history is too short/);
  assert(forecast.candidates.every(({ metrics }) => metrics === null));
  assertEquals(forecast.reliability.status, "not_enough_history");
  assertShowable(forecast, 14);
});

Deno.test("forecastSeries() shows what can be shown of what hurts", async (t) => {
  for (const [name, values] of Object.entries(hurtingSeries(120))) {
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
      const seasons = { periods: [season], origin: "named" } as const;
      const forecast = await forecastOf(values, { seasons, horizon });
      assertShowable(forecast, forecast.model === "none" ? 0 : horizon);
    }),
    { numRuns: 100, seed: 1 },
  );
});

Deno.test("forecastSeries() has no numbers but finite ones in its report", async () => {
  const forecast = await forecastOf(noisyWeeks(60).map((value) => value * 1e305));
  for (const { metrics } of forecast.candidates) {
    const numbers = Object.values(metrics ?? {}).filter((value) => value !== null);
    assert(numbers.every(Number.isFinite), JSON.stringify(metrics));
  }
});

/** A year of days around 100, 3 higher each later day of the week, and 40 higher in sales. */
const SALES = Float64Array.from({ length: 393 }, (_, day) => day % 41 < 4 ? 1 : 0);
const SOLD = SALES.slice(0, 365).map((sale, day) =>
  100 + 3 * (day % 7) + (day * 7919 % 31) / 5 + 40 * sale
);
const WITH_SALES: ForecastParameters = {
  ...WEEKLY,
  regressors: { past: [SALES.slice(0, 365)], future: [SALES.slice(365)] },
};

Deno.test("forecastSeries() lets all models take regressors, and says whether they helped", async () => {
  const { candidates, explanation, yhat, members } = await forecastSeries(
    SOLD,
    WITH_SALES,
    tryHere,
  );
  assertEquals([explanation?.isUsed, explanation?.isRequired], [true, false]);
  assert(members.length > 1);
  assert((explanation?.withThem?.percent ?? 0) > (explanation?.withoutThem?.percent ?? 0) + 20);
  const [effect] = explanation?.effects ?? [];
  assert(Math.abs(effect.size - 40) < 2 && !effect.isPercent, `${effect.size} is not about 40`);
  // Each model stands twice, and the combination.
  const counted = candidates.filter(({ isExplained }) => isExplained).length;
  assertEquals(candidates.length, 2 * counted - 1);
  // The days 369 to 372 are a sale, 367 and 368 are none: 41 × 9 = 369.
  assert(Math.abs(yhat[5] - yhat[3] - 40) < 12, `${yhat[5]} and ${yhat[3]}`);
});

Deno.test("forecastSeries() goes without regressors that don't help, unless they were set", async () => {
  // From the first origin on, which is at 365 - 6 × 28, sales are said to be when there are none.
  const said = SALES.map((sale, day) => day < 197 ? sale : SALES[day - 20]);
  const regressors = { past: [said.slice(0, 365)], future: [said.slice(365)] };
  const parameters = { ...WEEKLY, regressors };
  const free = await forecastSeries(SOLD, parameters, tryHere);
  assertEquals(free.explanation?.isUsed, false);
  const set = await forecastSeries(SOLD, { ...parameters, mustUseRegressors: true }, tryHere);
  assertEquals([set.explanation?.isUsed, set.explanation?.isRequired], [true, true]);
});

Deno.test("forecastSeries() lets a model that was asked for take regressors", async (t) => {
  for (const model of ["theta", "seasonal_naive", "arima", "sarimax", "combination"] as const) {
    await t.step(model, async () => {
      const found = await forecastSeries(SOLD, { ...WITH_SALES, model }, tryHere);
      assertEquals([found.model, found.explanation?.isUsed], [model, true]);
      assertEquals(found.explanation?.withoutThem, null);
      const [effect] = found.explanation?.effects ?? [];
      assert(Math.abs(effect.size - 40) < 3, `${effect.size} is not about 40`);
    });
  }
});

Deno.test("forecastSeries() finds no shift where a regressor explains the level", async () => {
  const price = Float64Array.from({ length: 288 }, (_, day) => day < 200 ? 10 : 6);
  const sold = Float64Array.from(noisyWeeks(260), (value, day) => value - 100 * price[day] + 1000);
  const regressors = { past: [price.slice(0, 260)], future: [price.slice(260)] };
  assertEquals((await forecastSeries(sold, WEEKLY, tryHere)).shifts, [200]);
  const told = await forecastSeries(sold, { ...WEEKLY, regressors, model: "ets" }, tryHere);
  assertEquals(told.shifts, []);
});

Deno.test("forecastSeries() rejects when it is cancelled", async () => {
  const cancelled = new AppError("CANCELLED", "Cannot go on");
  await assertRejects(forecastOf(noisyWeeks(100), {}, () => Promise.reject(cancelled)), cancelled);
});
