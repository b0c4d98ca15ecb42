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

/** A forecast is not believed further from the data than this many times their range. */
const MAX_RANGES = 2;

/** The share of a number that computing it may be off by. */
const ROUNDING = 1e-6;

/**
 * Returns why a prediction after such values, at least one of which is no gap, is not believed, or `null` if it
 * is. The further ahead beside the history, the further from it a prediction may be.
 */
export function judgePrediction(prediction: Prediction, values: Float64Array): string | null {
  if (!isFinitePrediction(prediction)) {
    return "Cannot use a forecast as it holds values that are no numbers";
  }
  const known = values.filter(Number.isFinite);
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const ranges = MAX_RANGES * (1 + prediction.mean.length / known.length);
  // Of numbers near the largest double the range is none.
  const slack = ROUNDING * Math.max(Math.abs(least), Math.abs(greatest));
  const reach = ranges * (greatest / 2 - least / 2) * 2 + slack;
  const far = prediction.mean.find((value) => value < least - reach || value > greatest + reach);
  if (far !== undefined) {
    return `Cannot use a forecast as it leaves the data by more than ${MAX_RANGES} times their range: ` +
      `current value is ${far}`;
  }
  const unsure = prediction.deviation.find((value) => value > reach);
  if (unsure === undefined) return null;
  return `Cannot use a forecast as its deviation is more than ${MAX_RANGES} times the data's range: ` +
    `current value is ${unsure}`;
}
