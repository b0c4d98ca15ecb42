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

/** The shares of future values that the intervals should hold, in percent. */
export const LEVELS = [50, 80, 95] as const;

/** One of the levels, in percent. */
export type Level = (typeof LEVELS)[number];

/** How many deviations an interval reaches to each side. */
export type Multipliers = Readonly<Record<Level, number>>;

/** The quantiles of the normal distribution at 75%, 90% and 97.5%. */
export const NORMAL_MULTIPLIERS: Multipliers = {
  50: 0.6744897501960817,
  80: 1.2815515655446004,
  95: 1.959963984540054,
};

/** Bounds of one level, one entry a period ahead. */
export interface Interval {
  readonly level: Level;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Returns mean ± multiplier × deviation for each level, the narrowest first. */
export function intervalsOf(
  prediction: Prediction,
  multipliers: Multipliers,
): readonly Interval[] {
  const { mean, deviation } = prediction;
  return LEVELS.map((level) => ({
    level,
    lower: mean.map((value, i) => value - multipliers[level] * deviation[i]),
    upper: mean.map((value, i) => value + multipliers[level] * deviation[i]),
  }));
}

/** Whether every number of a prediction is one to show. */
export function isFinitePrediction({ mean, deviation }: Prediction): boolean {
  return mean.every(Number.isFinite) &&
    deviation.every((value) => Number.isFinite(value) && value >= 0);
}
