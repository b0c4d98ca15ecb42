import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import {
  type CandidateRequest,
  keepWithin,
  runCandidate,
} from "@/lib/stats/forecast/backtest/candidate.ts";
import type { ChooseMethod, Past } from "@/lib/stats/forecast/models/method.ts";

const REQUEST: CandidateRequest = {
  method: "theta",
  regressorUse: "ignored",
  situation: { season: 1, seasons: [] },
  plan: { origins: [6, 8], horizon: 2 },
  horizon: 3,
  bounds: { least: null, greatest: null },
};

const VALUES = Float64Array.of(4, 6, 5, 5, 4, 6, 5, 5, 4, 6);
const ALONE: Past = { values: VALUES, past: [], future: [] };

/** Forecasts by a function of what it is shown. */
function telling(tell: (past: Past, ahead: number) => number): ChooseMethod {
  return () => ({
    detail: null,
    predict: (past, horizon) => ({
      mean: Float64Array.from({ length: horizon }, (_, h) => tell(past, h)),
      deviation: new Float64Array(horizon).fill(1),
    }),
  });
}

Deno.test("runCandidate() shows a method only what lies before each origin", async () => {
  const seen: [number, number][] = [];
  const method = telling(({ values }, h) => {
    if (h === 0) seen.push([values.length, values[values.length - 1]]);
    return 5;
  });
  const { folds, prediction } = await runCandidate(REQUEST, ALONE, method);
  assertEquals(seen, [[6, 6], [8, 5], [10, 6]]);
  assertEquals(folds.map(({ mean }) => mean.length), [2, 2]);
  assertEquals(prediction.mean, Float64Array.of(5, 5, 5));
});

Deno.test("runCandidate() cuts regressors to what was known, and tells their future", async () => {
  const regressor = VALUES.map((_, i) => i);
  const method = telling(({ past, future }, h) => past[0].length / 100 + future[0][h] / 10);
  const known = { values: VALUES, past: [regressor], future: [Float64Array.of(10, 11, 12)] };
  const { folds, prediction, effects } = await runCandidate(
    { ...REQUEST, regressorUse: "own" },
    known,
    method,
  );
  assertEquals(effects, null);
  // What came is known of the past: the regressor is its own place.
  assertEquals(folds[0].mean, Float64Array.of(0.06 + 0.6, 0.06 + 0.7));
  assertEquals(prediction.mean, Float64Array.of(0.1 + 1, 0.1 + 1.1, 0.1 + 1.2));
});

Deno.test("runCandidate() shows no regressors where they are to be ignored", async () => {
  const regressor = VALUES.map((_, i) => i);
  const method = telling(({ past, future }) => 5 + past.length + future.length);
  const known = { values: VALUES, past: [regressor], future: [Float64Array.of(10, 11, 12)] };
  const { prediction } = await runCandidate(REQUEST, known, method);
  assertEquals(prediction.mean, Float64Array.of(5, 5, 5));
});

Deno.test("runCandidate() shows what regressors leave, and adds what they will explain", async () => {
  // 5, and 4 more on every third day.
  const every = (i: number) => i % 3 === 0 ? 1 : 0;
  const past = Float64Array.from({ length: 40 }, (_, i) => every(i));
  const values = past.map((one) => 5 + 4 * one);
  const method = telling(({ values, past }) => values[values.length - 1] + past.length);
  const request = {
    ...REQUEST,
    regressorUse: "taken_out",
    plan: { origins: [30], horizon: 2 },
  } as const;
  const known = { values, past: [past], future: [Float64Array.of(0, 1, 2)] };
  const { folds, prediction, effects } = await runCandidate(request, known, method);
  const rounded = (numbers: Float64Array) => numbers.map((value) => Math.round(1e6 * value) / 1e6);
  // The 30th day is the first of a new three.
  assertEquals(rounded(folds[0].mean), Float64Array.of(9, 5));
  assertEquals(rounded(prediction.mean), Float64Array.of(5, 9, 13));
  assertEquals(effects === null ? null : rounded(effects.sizes), Float64Array.of(4));
});

Deno.test("runCandidate() says so where a history is too short to know effects", async () => {
  const request = { ...REQUEST, regressorUse: "taken_out" } as const;
  const known = { values: VALUES, past: [VALUES], future: [Float64Array.of(1, 2, 3)] };
  await assertRejects(runCandidate(request, known, telling(() => 5)), {
    code: "MODEL_FAILED",
    message: "Cannot tell what else moves the values as the history is too short: " +
      "current value is 6 periods",
  });
});

Deno.test("runCandidate() lets a method choose before the first origin, and again at the end", async () => {
  const chosenOn: number[] = [];
  const method: ChooseMethod = ({ values }, situation) => {
    chosenOn.push(values.length);
    return telling(() => 5)({ values, past: [], future: [] }, situation);
  };
  await runCandidate(REQUEST, ALONE, method);
  assertEquals(chosenOn, [6, 10]);
});

Deno.test("runCandidate() keeps within the bounds of the measure", async () => {
  const bounds = { least: 0, greatest: 7 };
  const method = telling((_, h) => h === 0 ? -1 : 8);
  const { folds } = await runCandidate({ ...REQUEST, bounds }, ALONE, method);
  assertEquals(folds[0].mean, Float64Array.of(0, 7));
});

Deno.test("runCandidate() does not believe what explodes or is no number", async (t) => {
  // The values are from 4 to 6; of the first origin's six, for two periods, twice their range and a
  // third more: 4 - 5.4 to 6 + 5.4.
  const cases: [string, number, RegExp][] = [
    ["far above", 12, /leaves the data by more than 2 times their range: current value is 12$/],
    ["far below", -3, /leaves the data by more than 2 times their range: current value is -3$/],
    ["no number", NaN, /values that are no numbers$/],
    ["endless", Infinity, /values that are no numbers$/],
  ];
  for (const [name, value, message] of cases) {
    await t.step(name, async () => {
      const code = "MODEL_FAILED";
      await assertRejects(runCandidate(REQUEST, ALONE, telling(() => value)), { code, message });
    });
  }
});

Deno.test("runCandidate() does not believe what is no surer than anything", async () => {
  const method: ChooseMethod = () => ({
    detail: null,
    predict: (_, horizon) => ({
      mean: new Float64Array(horizon).fill(5),
      deviation: new Float64Array(horizon).fill(1000),
    }),
  });
  await assertRejects(runCandidate(REQUEST, ALONE, method), {
    code: "MODEL_FAILED",
    message: /deviation is more than 2 times the data's range: current value is 1000$/,
  });
});

Deno.test("runCandidate() lets a constant be rounded", async () => {
  const known = { ...ALONE, values: new Float64Array(10).fill(5) };
  const method: ChooseMethod = () => ({
    detail: null,
    predict: (_, horizon) => ({
      mean: new Float64Array(horizon).fill(5 + 1e-9),
      deviation: new Float64Array(horizon).fill(1e-9),
    }),
  });
  const { prediction } = await runCandidate(REQUEST, known, method);
  assertEquals(prediction.mean[0], 5 + 1e-9);
});

Deno.test("keepWithin() leaves gaps alone", () => {
  const kept = keepWithin({ least: 0, greatest: 1 }, Float64Array.of(-1, 0.5, NaN, 2));
  assertEquals([...kept], [0, 0.5, NaN, 1]);
  assertEquals([...keepWithin({ least: null, greatest: null }, kept)], [...kept]);
});
