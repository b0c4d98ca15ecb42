/**
 * What methods for intermittent demand have in common.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Prediction } from "@/lib/stats/forecast/prediction.ts";

/** Demand a period as it is expected to go on, and how far off that was a period ahead. */
export interface DemandForecast {
  readonly rate: number;
  readonly errors: readonly number[];
}

/** Fewer periods have no error. */
const MIN_PERIODS = 2;

/** Returns the observed periods of a history; refuses values below 0 and too few of them. */
export function demandOf(history: Float64Array): Float64Array {
  const demand = history.filter(Number.isFinite);
  const least = demand.reduce((low, value) => Math.min(low, value), 0);
  if (least < 0) {
    throw new AppError(
      "MODEL_FAILED",
      `Cannot forecast as intermittent demand what falls below 0: current value is ${least}`,
    );
  }
  if (demand.length < MIN_PERIODS) {
    throw new AppError(
      "MODEL_FAILED",
      `Cannot forecast demand as it needs ${MIN_PERIODS} periods: current value is ${demand.length}`,
    );
  }
  return demand;
}

/** Returns the same mean and the root mean square of the errors for every period ahead. */
export function flatPrediction({ rate, errors }: DemandForecast, horizon: number): Prediction {
  return {
    mean: new Float64Array(horizon).fill(rate),
    deviation: new Float64Array(horizon).fill(rootMeanSquare(errors, rate)),
  };
}

/** Returns √(mean of the squares); where there is no error, the rate itself: as much as is unknown. */
export function rootMeanSquare(errors: readonly number[], rate = 0): number {
  if (errors.length === 0) return rate;
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
}
