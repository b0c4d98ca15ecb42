/**
 * Combines forecasts by their median, which one bad forecast among several does not move.
 *
 * mean_h = median of the members' means; deviation_h = 0.92 × mean of the members' deviations: the median
 * of several is surer than they are on average, by so much on public series (docs/benchmarks.md).
 *
 * Source: Petropoulos, Svetunkov: A simple combination of univariate models (2020).
 * Cost: O(members × log members) a period.
 *
 * @module
 */
import type { CandidateRun } from "./candidate.ts";
import type { Prediction } from "@/lib/stats/forecast/prediction.ts";

/** The error of a median, in errors of what it is of. */
const SURER = 0.92;

/** Combines what at least one member told, from each origin and now. */
export function combineRuns(runs: readonly CandidateRun[]): CandidateRun {
  return {
    detail: null,
    folds: runs[0].folds.map((_, fold) => combine(runs.map(({ folds }) => folds[fold]))),
    prediction: combine(runs.map(({ prediction }) => prediction)),
    effects: runs[0].effects,
  };
}

/** Combines predictions of the same periods, at least one. */
export function combine(predictions: readonly Prediction[]): Prediction {
  if (predictions.length === 1) return predictions[0];
  return {
    mean: predictions[0].mean.map((_, h) => middleOf(predictions.map(({ mean }) => mean[h]))),
    deviation: predictions[0].deviation.map((_, h) =>
      SURER * predictions.reduce((sum, { deviation }) => sum + deviation[h] / predictions.length, 0)
    ),
  };
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : sorted[half - 1] / 2 + sorted[half] / 2;
}
