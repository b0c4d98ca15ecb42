import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { Fold } from "@/lib/stats/forecast/backtest.ts";
import { calibrate, calibratedIntervals, heldOutCoverage } from "@/lib/stats/forecast/conformal.ts";
import { createRandom } from "@/lib/stats/detect/random.ts";

/** A fold that forecast 0 throughout, so that the actuals are the errors. */
function foldOf(errors: readonly number[], deviation: number): Fold {
  const actual = Float64Array.from(errors);
  return {
    origin: 0,
    prediction: { mean: actual.map(() => 0), deviation: actual.map(() => deviation) },
    actual,
    scale: 1,
  };
}

/** The whole numbers from the first to the last. */
function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

Deno.test("calibrate() takes quantiles of error by deviation, one higher than their share", () => {
  // 39 errors 2, 4, … 78 by a deviation of 2 are ratios 1 to 39. ⌈40 × 0.5⌉ = 20, 0.8: 32, 0.95: 38.
  const errors = range(1, 39).map((error) => 2 * error);
  const folds = [errors.slice(0, 13), errors.slice(13, 26), errors.slice(26)];
  assertEquals(calibrate(folds.map((part) => foldOf(part, 2))), {
    multipliers: { 50: 20, 80: 32, 95: 38 },
    weighted: true,
  });
});

Deno.test("calibrate() takes errors as they are where the model gave no deviation", () => {
  const folds = [range(1, 13), range(14, 26), range(27, 39)].map((part) => foldOf(part, 0));
  const calibration = calibrate(folds);
  assert(calibration !== null);
  assertEquals(calibration.weighted, false);
  const prediction = { mean: Float64Array.of(100), deviation: Float64Array.of(0) };
  const [half] = calibratedIntervals(prediction, calibration);
  assertEquals([half.lower[0], half.upper[0]], [80, 120]);
});

Deno.test("calibrate() has nothing to say about too little", () => {
  assertEquals(calibrate([]), null);
  assertEquals(calibrate([foldOf(range(1, 50), 1), foldOf(range(1, 50), 1)]), null);
  assertEquals(calibrate([range(1, 6), range(1, 6), range(1, 6)].map((p) => foldOf(p, 1))), null);
  // Gaps are no errors.
  assertEquals(calibrate(range(1, 5).map(() => foldOf([1, NaN, NaN, NaN, NaN], 1))), null);
});

Deno.test("heldOutCoverage() is near the level, though the model is far too sure", () => {
  const random = createRandom(1);
  const folds = range(1, 10).map(() => foldOf(range(1, 30).map(() => 50 * (random() - 0.5)), 0.1));
  const coverage = heldOutCoverage(folds);
  assert(coverage !== null);
  // 300 held-out values: three standard deviations are 8.7, 6.9 and 3.8 points.
  assert(Math.abs(coverage[50] - 50) < 8.7, `${coverage[50]}`);
  assert(Math.abs(coverage[80] - 80) < 6.9, `${coverage[80]}`);
  assert(Math.abs(coverage[95] - 95) < 3.8, `${coverage[95]}`);
});

Deno.test("heldOutCoverage() judges a fold by the others alone", () => {
  // Whatever the last fold's errors are, intervals from the quiet ones miss them all.
  const quiet = range(1, 4).map(() => foldOf(range(1, 20), 1));
  assertEquals(heldOutCoverage([...quiet, foldOf(range(1001, 1020), 1)])?.[95], 80);
});

Deno.test("heldOutCoverage() takes the model's word where folds are few", () => {
  // Of the errors 0, 1, 1.9 and 3, those up to 1.96 deviations are within 95%.
  assertEquals(heldOutCoverage([foldOf([0, 1, 1.9, 3], 1)])?.[95], 75);
  assertEquals(heldOutCoverage([foldOf([NaN], 1)]), null);
  assertEquals(heldOutCoverage([]), null);
});
