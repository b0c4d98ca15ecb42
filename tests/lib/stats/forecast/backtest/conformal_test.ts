import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { Fold } from "@/lib/stats/forecast/backtest/backtest.ts";
import {
  calibrate,
  calibratedIntervals,
  judgeHeldOut,
  uncalibrated,
} from "@/lib/stats/forecast/backtest/conformal.ts";
import { intervalCrps } from "@/lib/stats/forecast/backtest/crps.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

/** Of so long a history that Student's quantiles are the normal ones. */
const LONG = 1e12;

/** A fold that forecast 0 throughout, so that the actuals are the errors. */
function foldOf(errors: readonly number[], deviation: number): Fold {
  const actual = Float64Array.from(errors);
  return {
    origin: LONG,
    prediction: { mean: actual.map(() => 0), deviation: actual.map(() => deviation) },
    actual,
    scale: 1,
  };
}

/** The whole numbers from the first to the last. */
function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Folds of one period each, so that all errors are as far ahead. */
function single(errors: readonly number[], deviation: number): Fold[] {
  return errors.map((error) => foldOf([error], deviation));
}

Deno.test("calibrate() blends past errors with the model's word by their number", () => {
  // 40 errors 2, 4, … 80 by a deviation of 2 are ratios 1 to 40: ⌈40 × 0.5⌉ = 20, 0.8: 32, 0.95: 38; 40
  // errors against 200.
  const calibration = calibrate(single(range(1, 40).map((error) => 2 * error), 2), LONG);
  assert(calibration !== null);
  const expected = [
    [50, 20, 0.6744897501960817],
    [80, 32, 1.2815515655446004],
    [95, 38, 1.959963984540054],
  ];
  for (const [level, past, model] of expected) {
    const reach = (40 * past + 200 * model) / 240;
    assertEquals(calibration.reach(level, 0).toFixed(9), reach.toFixed(9));
  }
});

Deno.test("calibrate() tells near periods from far ones", () => {
  // Errors of 1 for the first 40 periods, of 3 for the others: a quarter of 80 to each side is 20.
  const errors = range(1, 80).map((period) => period <= 40 ? 1 : 3);
  const calibration = calibrate(range(1, 20).map(() => foldOf(errors, 1)), LONG);
  assert(calibration !== null);
  const reach = (past: number) => ((1600 * past + 200 * 1.959963984540054) / 1800).toFixed(9);
  assertEquals(calibration.reach(95, 0).toFixed(9), reach(1));
  assertEquals(calibration.reach(95, 79).toFixed(9), reach(3));
});

Deno.test("uncalibrated() trusts a short history less", () => {
  // 60 values are 10 degrees of freedom: R's qt(0.975, 10) is 2.228; the expansion's first terms 2.197.
  const { reach } = uncalibrated(60);
  assert(Math.abs(reach(95, 0) - 2.228) < 0.04);
  assertEquals(uncalibrated(LONG).reach(95, 0).toFixed(9), "1.959963985");
});

Deno.test("calibrate() takes errors as they are where the model gave no deviation", () => {
  const calibration = calibrate(single(range(1, 40), 0), LONG);
  assert(calibration !== null);
  assertEquals(calibration.weighted, false);
  const prediction = { mean: Float64Array.of(100), deviation: Float64Array.of(0) };
  const [half] = calibratedIntervals(prediction, calibration, [50]);
  assertEquals([half.lower[0], half.upper[0]], [80, 120]);
});

Deno.test("calibrate() has nothing to say about too little", () => {
  assertEquals(calibrate([], LONG), null);
  assertEquals(calibrate([foldOf(range(1, 50), 1), foldOf(range(1, 50), 1)], LONG), null);
  assertEquals(
    calibrate([range(1, 6), range(1, 6), range(1, 6)].map((p) => foldOf(p, 1)), LONG),
    null,
  );
  // Gaps are no errors.
  assertEquals(calibrate(range(1, 5).map(() => foldOf([1, NaN, NaN, NaN, NaN], 1)), LONG), null);
});

Deno.test("calibratedIntervals() never makes a wider level narrower, whatever their order", () => {
  const reach = (level: number) => level === 80 ? 3 : 1;
  const prediction = { mean: Float64Array.of(10), deviation: Float64Array.of(2) };
  const intervals = calibratedIntervals(prediction, { reach, weighted: true }, [95, 50, 80]);
  assertEquals(intervals.map(({ level, lower, upper }) => [level, lower[0], upper[0]]), [
    [50, 8, 12],
    [80, 4, 16],
    [95, 4, 16],
  ]);
});

Deno.test("judgeHeldOut() nears the level by the errors, though the model is far too sure", () => {
  const random = createRandom(1);
  const folds = range(1, 60).map(() => foldOf(range(1, 10).map(() => 20 * (random() - 0.5)), 0.1));
  const coverage = judgeHeldOut(folds, [50, 95])?.coverage;
  // 590 errors against 200: 590 / 790 of the width that errors need, of evenly spread ones.
  assert(coverage !== undefined);
  assert(Math.abs(coverage[50] - 50 * 590 / 790) < 6.2, `${coverage[50]}`);
  assert(Math.abs(coverage[95] - 95 * 590 / 790) < 5, `${coverage[95]}`);
});

Deno.test("judgeHeldOut() is the mean score of the intervals by the other folds", () => {
  // One fold, without others, has the model's own intervals.
  const fold = foldOf([0.5, NaN, 3], 1);
  const [{ lower, upper }] = calibratedIntervals(fold.prediction, uncalibrated(fold.origin), [50]);
  const expected = intervalCrps(fold.actual, fold.prediction.mean, [{ level: 50, lower, upper }]);
  assertEquals(judgeHeldOut([fold], [50])?.crps, expected);
  assertEquals(judgeHeldOut([foldOf([NaN], 1)], [50]), null);
  assertEquals(judgeHeldOut([], [50]), null);
});

Deno.test("judgeHeldOut() charges intervals that are too wide", () => {
  // The errors are 1 at most; a model that says 50 has wide intervals and the same middle.
  const of = (deviation: number) =>
    judgeHeldOut([0, 1, 2, 3].map(() => foldOf([1, -1, 0.5, -0.5], deviation)), [50, 95])?.crps ??
      NaN;
  assert(of(50) > 2 * of(1));
});

Deno.test("judgeHeldOut() judges a fold by the others alone", () => {
  // Whatever the last fold's errors are, intervals from the quiet ones miss them all.
  const quiet = range(1, 4).map(() => foldOf(range(1, 20).map(() => 1), 1));
  const loud = foldOf(range(1001, 1020), 1);
  assertEquals(judgeHeldOut([...quiet, loud], [95])?.coverage[95], 80);
});

Deno.test("judgeHeldOut() takes the model's word where folds are few", () => {
  // Of the errors 0, 1, 1.9 and 3, those up to 1.96 deviations are within 95%.
  assertEquals(judgeHeldOut([foldOf([0, 1, 1.9, 3], 1)], [95])?.coverage[95], 75);
});

Deno.test("judgeHeldOut() scores by the levels that are told, and covers others besides", () => {
  const fold = foldOf([0.5, 1, 3], 1);
  const told = judgeHeldOut([fold], [50, 95], [50]);
  assertEquals(told?.crps, judgeHeldOut([fold], [50])?.crps);
  assertEquals(told?.coverage[95], judgeHeldOut([fold], [95])?.coverage[95]);
});
