/**
 * Scores the points of a series by an isolation forest, and keeps the forest for points to come.
 *
 * The forest looks at value, z, change since a season ago, and calendar; score = 100 × its score. Flagged is
 * what is among the `contamination` share of highest scores that it was trained on, if above an ordinary
 * one (50). It is trained on all points, or on the first of them; a stored one is not trained at all.
 *
 * Source: isolation_forest.ts. Cost: as there.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { SeriesCalendar } from "@/lib/stats/detect/calendar.ts";
import { calendarFeatures, seriesFeatures } from "./features.ts";
import { type ForestModel, readForest, storeForest } from "./forest_model.ts";
import { fitIsolationForest, type IsolationForest, scoreRows } from "./isolation_forest.ts";
import { rollingZ } from "@/lib/stats/detect/window/rolling_z.ts";

/** How a forest is grown, or which one is asked. A type, as JSON carries it. */
export type ForestParameters = {
  readonly method: "isolation_forest";
  readonly window: number;
  readonly threshold: number;
  /** The periods between a value and the one it is compared with. */
  readonly lag: number;
  /** The greatest share of values to flag, from 0 to 0.5. */
  readonly contamination: number;
  readonly seed: number;
  /** Left out, the forest does not look at the calendar. */
  readonly calendar?: SeriesCalendar;
  /** Trained on so many points, the first; left out, on all. Of a stored forest, so many that it has seen; none. */
  readonly trained?: number;
  /** A stored forest, which scores all points and is not trained. */
  readonly model?: string;
};

/** What a forest says: one entry a point. */
export interface ForestJudgement {
  /** From 0 to 100; NaN where the value is missing. */
  readonly score: Float64Array;
  readonly flagged: Uint8Array;
  /** How many points the forest was trained on: none of them are new to it. */
  readonly trained: number;
}

const TREES = 100;
const SAMPLE = 256;

/** The score of an ordinary row in an isolation forest: nothing is odd up to it. */
export const ORDINARY_SCORE = 50;

/**
 * Scores every value of a series, oldest first, where NaN is a gap.
 *
 * @throws AppError `MODEL_FAILED` where a stored forest is damaged, or looks at something else
 */
export function judgeByForest(
  values: Float64Array,
  parameters: ForestParameters,
): ForestJudgement {
  const features = featuresOf(values, parameters);
  const isStored = parameters.model !== undefined;
  const { forest, limit } = parameters.model === undefined
    ? train(features, parameters)
    : checked(readForest(parameters.model), parameters);
  const score = flatScores(forest, features) ??
    scoreRows(forest, features).map((share) => 100 * share);
  return {
    score,
    flagged: Uint8Array.from(score, (value) => Number(value > limit)),
    trained: isStored && parameters.trained === undefined ? 0 : trainedOf(values, parameters),
  };
}

/** Trains a forest as `judgeByForest` does, and gives it as text, to be applied to other points. */
export function trainForest(values: Float64Array, parameters: ForestParameters): string {
  return storeForest(train(featuresOf(values, parameters), parameters));
}

/** Flags at most this share of the finite scores: the highest, and of equal ones all or none. */
export function flagHighest(score: Float64Array, contamination: number): Uint8Array {
  const limit = limitOfHighest(score, contamination);
  return Uint8Array.from(score, (value) => Number(value > limit));
}

function limitOfHighest(score: Float64Array, contamination: number): number {
  const ranked = score.filter(Number.isFinite).sort().reverse();
  const count = Math.floor(ranked.length * contamination);
  // The first score that is not to be flagged; none is where everything may be.
  return Math.max(ORDINARY_SCORE, ranked[count] ?? ORDINARY_SCORE);
}

/** Of values that never changed the calendar alone is no reason: the same is ordinary, any other 100. */
function flatScores(
  { least, greatest }: IsolationForest,
  features: readonly Float64Array[],
): Float64Array | null {
  if (least[0] !== greatest[0]) return null;
  const isComplete = (row: number) => features.every((values) => Number.isFinite(values[row]));
  return features[0].map((value, row) =>
    !isComplete(row) ? NaN : value === least[0] ? ORDINARY_SCORE : 100
  );
}

function train(features: readonly Float64Array[], parameters: ForestParameters): ForestModel {
  const known = features.map((column) => column.subarray(0, trainedOf(column, parameters)));
  const options = { trees: TREES, sample: SAMPLE, seed: parameters.seed };
  const forest = fitIsolationForest(known, options);
  const score = flatScores(forest, known) ??
    scoreRows(forest, known).map((share) => 100 * share);
  const limit = limitOfHighest(score, parameters.contamination);
  return { forest, width: features.length, made: madeWith(parameters), limit };
}

function trainedOf({ length }: Float64Array, { trained = length }: ForestParameters): number {
  return Math.min(trained, length);
}

function featuresOf(values: Float64Array, parameters: ForestParameters): readonly Float64Array[] {
  const { window, lag, calendar } = parameters;
  return [
    ...seriesFeatures(values, rollingZ(values, window), lag),
    ...calendar === undefined ? [] : calendarFeatures(calendar, values.length),
  ];
}

function madeWith({ window, lag, calendar }: ForestParameters): string {
  return `window ${window}, lag ${lag}, calendar ${calendar?.grain ?? "none"}`;
}

function checked(model: ForestModel, parameters: ForestParameters): ForestModel {
  const asked = madeWith(parameters);
  if (model.made === asked) return model;
  throw new AppError(
    "MODEL_FAILED",
    `Cannot apply a stored model as it was trained with ${model.made}: current value is ${asked}`,
  );
}
