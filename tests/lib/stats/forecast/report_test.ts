import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { foldsOf } from "@/lib/stats/forecast/backtest/backtest.ts";
import type { CandidateRun } from "@/lib/stats/forecast/backtest/candidate.ts";
import type { Attempt, Circumstances, Forecaster } from "@/lib/stats/forecast/circumstances.ts";
import type { ForecastParameters } from "@/lib/stats/forecast/parameters.ts";
import { reportForecast } from "@/lib/stats/forecast/report.ts";
import { WEEKLY } from "@/tests/fixtures/stats/forecasting.ts";

const SERIES = Float64Array.of(10, 12, 11, 13, 12, 14);
const PLAN = { origins: [2, 3, 4, 5], horizon: 1 };
// What came after each origin: 11, 13, 12 and 14.
const CAME = [11, 13, 12, 14];

/** A run that is off by so much after each origin, and goes on with 15. */
function off(...errors: readonly number[]): CandidateRun {
  const told = (mean: number) => ({ mean: Float64Array.of(mean), deviation: Float64Array.of(2) });
  return {
    detail: "ETS(A,N,N)",
    folds: errors.map((error, i) => told(CAME[i] + error)),
    prediction: told(15),
    effects: null,
  };
}

function attempt(
  model: Attempt["model"],
  run: CandidateRun,
  known: Partial<Attempt> = {},
): Attempt {
  const folds = foldsOf(SERIES, run.folds, { plan: PLAN, season: 1 });
  return { model, isExplained: false, detail: run.detail, folds, failure: null, ...known };
}

// Seasonal naive of a season of 1 repeats the value before: off by 1, -2, 1 and -2.
const NAIVE = attempt("seasonal_naive", off(1, -2, 1, -2));
const THETA = off(1, 1, 1, 1);

function report(
  forecaster: Partial<Forecaster> = {},
  { parameters = {}, ...known }: Omit<Partial<Circumstances>, "parameters" | "forecaster"> & {
    readonly parameters?: Partial<ForecastParameters>;
  } = {},
) {
  return reportForecast({
    series: SERIES,
    regressors: [],
    skipped: 0,
    situation: { season: 1, seasons: [], intermittent: false },
    plan: PLAN,
    attempts: [NAIVE, attempt("theta", THETA)],
    forecaster: {
      run: THETA,
      members: ["theta"],
      beaten: true,
      chosenOn: 2,
      isExplained: false,
      rivals: null,
      ...forecaster,
    },
    parameters: { ...WEEKLY, model: "auto", horizon: 1, ...parameters },
    ...known,
  });
}

Deno.test("reportForecast() tells of each candidate how it did on the origins that report", () => {
  const [naive, theta] = report().candidates;
  // Of the last two of four origins: off by 1 and 2, mean 1.5; the choice was made on 1 and 2 as well.
  assertEquals([naive.metrics?.periods, naive.metrics?.mae, naive.choiceError], [2, 1.5, 1.5]);
  assertEquals(naive.foldErrors, [1, 2, 1, 2]);
  // Off by 1 each time, 2 of 3 of what seasonal naive is: a third of its error is gone.
  assertEquals([theta.metrics?.mae, theta.choiceError, theta.detail], [1, 1, "ETS(A,N,N)"]);
  assertEquals(Math.round(10 * (theta.skill?.percent ?? 0)) / 10, 33.3);
});

Deno.test("reportForecast() tells of all origins where none was chosen on", () => {
  const { chosenOn, candidates: [naive] } = report({ chosenOn: 0 });
  assertEquals([chosenOn, naive.metrics?.periods, naive.choiceError], [0, 4, null]);
});

Deno.test("reportForecast() tells why a candidate is out, and nothing of how it did", () => {
  const failure = "Cannot fit today";
  const attempts = [NAIVE, attempt("arima", off(), { folds: [], failure })];
  const [, arima] = report({}, { attempts }).candidates;
  assertEquals([arima.failure, arima.metrics, arima.skill], [failure, null, null]);
});

Deno.test("reportForecast() puts a combination before what it is made of", () => {
  const found = report({ members: ["theta", "seasonal_naive"] });
  assertEquals([found.model, found.members], ["combination", ["theta", "seasonal_naive"]]);
  assertEquals(found.candidates.map(({ model, detail }) => [model, detail]), [
    ["combination", null],
    ["seasonal_naive", "ETS(A,N,N)"],
    ["theta", "ETS(A,N,N)"],
  ]);
});

Deno.test("reportForecast() places what was said earlier among the values that were given", () => {
  const { origins, backtestHorizon } = report({}, { skipped: 3 });
  assertEquals(origins.map(({ from, yhat }) => [from, yhat[0]]), [
    [5, 12],
    [6, 14],
    [7, 13],
    [8, 15],
  ]);
  assertEquals(backtestHorizon, 1);
});

Deno.test("reportForecast() keeps intervals within the bounds of the measure", () => {
  const bounded = report({}, { parameters: { bounds: { least: 14, greatest: 16 }, levels: [95] } });
  // 15 give or take twice 2 is 11 to 19; four errors are too few to calibrate by.
  assertEquals(
    bounded.intervals?.map(({ level, lower, upper }) => [level, lower[0], upper[0]]),
    [[95, 14, 16]],
  );
  assertEquals([bounded.calibrated, bounded.yhat[0]], [false, 15]);
});

Deno.test("reportForecast() has no intervals rather than some without end", () => {
  const run = {
    ...THETA,
    prediction: { ...THETA.prediction, deviation: Float64Array.of(Infinity) },
  };
  assertEquals(report({ run }).intervals, null);
});

Deno.test("reportForecast() tells the coverage of what was asked for, and of what it is judged by", () => {
  const { coverage } = report({}, { parameters: { levels: [50] } });
  assertEquals(Object.keys(coverage ?? {}), ["50", "95"]);
});

Deno.test("reportForecast() says why it is not the model that was asked for, or a better one", async (t) => {
  const naive = { run: off(1, -2, 1, -2), members: ["seasonal_naive"] } as const;
  const arima = attempt("arima", off(), { folds: [], failure: "Cannot fit today" });
  const cases: readonly (readonly [string, string | null, ReturnType<typeof report>])[] = [
    ["the best", null, report()],
    ["the one that was asked for", null, report({}, { parameters: { model: "theta" } })],
    [
      "nothing was better",
      "Nothing was better than seasonal naive",
      report({ ...naive, beaten: false }),
    ],
    ["nobody asked whether", null, report({ ...naive, beaten: null })],
    [
      "nothing else was tried",
      "Nothing else was tried as all values are the same",
      report(naive, { attempts: [NAIVE] }),
    ],
    [
      "nothing to compare on",
      "All models are combined as the history is too short to compare them on",
      report({ members: ["theta", "drift"], run: off(), beaten: null, chosenOn: 0 }, {
        plan: { origins: [], horizon: 1 },
        attempts: [
          attempt("theta", THETA, { folds: [] }),
          attempt("drift", THETA, { folds: [] }),
        ],
      }),
    ],
    [
      "the one that was asked for failed",
      "Cannot fit today",
      report(naive, { attempts: [NAIVE, arima], parameters: { model: "arima" } }),
    ],
    [
      "the one that was asked for was not tried",
      "Nothing else was tried as all values are the same",
      report(naive, { attempts: [NAIVE], parameters: { model: "arima" } }),
    ],
  ];
  for (const [name, reason, found] of cases) {
    await t.step(name, () => assertEquals(found.reason?.slice(0, reason?.length) ?? null, reason));
  }
});

Deno.test("reportForecast() says that a history without origins is too short to judge by", () => {
  const found = report({ run: off(), chosenOn: 0 }, {
    plan: { origins: [], horizon: 1 },
    attempts: [attempt("theta", THETA, { folds: [] })],
    parameters: { model: "theta" },
  });
  assertEquals([found.backtestHorizon, found.coverage, found.crps], [0, null, null]);
  assertEquals([found.candidates[0].metrics, found.origins], [null, []]);
  assertEquals(found.reliability.status, "not_enough_history");
});
