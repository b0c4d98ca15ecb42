/**
 * What every forecasting model takes and gives.
 *
 * @module
 */

/** One entry a period ahead. */
export interface Prediction {
  readonly mean: Float64Array;
  /** Standard deviation of the error, 0 or more. */
  readonly deviation: Float64Array;
}

/**
 * Predicts `horizon` periods from a history, oldest first, where NaN is a gap.
 *
 * @throws AppError `MODEL_FAILED` where the model has nothing to say, and says why
 */
export type Model = (history: Float64Array, horizon: number) => Prediction | Promise<Prediction>;

/** The share of future values that an interval should hold, in percent: above 0, below 100. */
export type Level = number;

/** The levels of intervals where nobody asks for others, the narrowest first. */
export const LEVELS: readonly Level[] = [50, 80, 95];

/** Bounds of one level, one entry a period ahead. */
export interface Interval {
  readonly level: Level;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Whether every number of a prediction is one to show. */
export function isFinitePrediction({ mean, deviation }: Prediction): boolean {
  return mean.every(Number.isFinite) &&
    deviation.every((value) => Number.isFinite(value) && value >= 0);
}
