import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { CandidateRun } from "@/lib/stats/forecast/backtest/candidate.ts";
import type { Circumstances, Forecaster } from "@/lib/stats/forecast/circumstances.ts";
import { explainForecast } from "@/lib/stats/forecast/explanation.ts";
import type { Effects } from "@/lib/stats/forecast/series/effects.ts";
import { WEEKLY } from "@/tests/fixtures/stats/forecasting.ts";

const EFFECTS: Effects = {
  isLogarithm: true,
  sizes: Float64Array.of(Math.log(1.5), 0),
  errors: Float64Array.of(Math.log(1.5) / 2, Infinity),
  usual: Float64Array.of(0, 0),
};

/** A run that is off by so much from each of two origins, where 0 came. */
function off(errors: readonly number[], effects: Effects | null = null): CandidateRun {
  const told = (error: number) => ({ mean: Float64Array.of(error), deviation: Float64Array.of(1) });
  return { detail: null, folds: errors.map(told), prediction: told(0), effects };
}

function explain(forecaster: Partial<Forecaster>, mustUseRegressors = false) {
  const plan = { origins: [2, 3], horizon: 1 };
  const circumstances: Circumstances = {
    series: Float64Array.of(1, 2, 0, 0),
    regressors: [],
    skipped: 0,
    situation: { season: 1, seasons: [], intermittent: false },
    plan,
    attempts: [{
      model: "seasonal_naive",
      isExplained: false,
      detail: null,
      folds: plan.origins.map((origin) => ({
        origin,
        prediction: { mean: Float64Array.of(10), deviation: Float64Array.of(1) },
        actual: Float64Array.of(0),
        scale: null,
      })),
      failure: null,
    }],
    forecaster: {
      run: off([1, 1]),
      members: ["theta"],
      beaten: true,
      chosenOn: 1,
      isExplained: false,
      rivals: null,
      ...forecaster,
    },
    parameters: { ...WEEKLY, mustUseRegressors },
  };
  return explainForecast(circumstances);
}

Deno.test("explainForecast() tells the skill with and without, of origins that took no part", () => {
  // Of the second origin alone: off by 4 and 7, where seasonal naive is off by 10.
  const rivals = { explained: off([1, 4], EFFECTS), plain: off([1, 7]) };
  const found = explain({ rivals, run: rivals.explained, isExplained: true });
  assertEquals([found?.isUsed, found?.isRequired], [true, false]);
  assertEquals([found?.withThem, found?.withoutThem].map((one) => Math.round(one?.percent ?? 0)), [
    60,
    30,
  ]);
  assertEquals(explain({ rivals, isExplained: true }, true)?.isRequired, true);
  assertEquals(explain({ rivals, isExplained: false }, true)?.isRequired, false);
});

Deno.test("explainForecast() tells effects that multiply in percent", () => {
  const [effect, unknown] = explain({ run: off([1, 1], EFFECTS), isExplained: true })?.effects ??
    [];
  // 1.5 times as much, give or take 1.5 × log 1.5 / 2 = 30%; twice the error away, so 1 - 1 / 4 counts.
  assertEquals([effect.isPercent, Math.round(effect.size), Math.round(effect.error ?? 0)], [
    true,
    50,
    30,
  ]);
  assertEquals(effect.weight, 0.75);
  assertEquals(unknown, { size: 0, isPercent: true, error: null, weight: 0 });
});

Deno.test("explainForecast() counts all that a method found itself, in the unit of the values", () => {
  const own = { ...EFFECTS, isLogarithm: false, errors: Float64Array.of(NaN, NaN) };
  const found = explain({ run: off([1, 1], own), isExplained: true });
  assertEquals(found?.effects[1], { size: 0, isPercent: false, error: null, weight: 1 });
});

Deno.test("explainForecast() has nothing to say without regressors", () => {
  assertEquals(explain({}), null);
});
