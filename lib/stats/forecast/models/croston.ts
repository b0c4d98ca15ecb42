/**
 * Forecasts intermittent demand: the smoothed size of demands, by the smoothed time between two.
 *
 * At each period with a demand: size += α (demand - size), interval += α (periods since - interval), both
 * begun at the first one. The mean is (1 - α / 2) × size / interval for every period ahead: the bracket
 * takes away what dividing two smoothed numbers adds on average. The deviation is the root mean
 * square of the errors of such forecasts, one period ahead, in the history.
 *
 * Gaps are left out as if they had not been: nobody knows whether there was a demand.
 *
 * Source: Croston: Forecasting and stock control for intermittent demands (1972); Syntetos, Boylan: The
 * accuracy of intermittent demand estimates (2005). Without the bracket equal to R's `croston`.
 * Cost: O(values).
 *
 * @module
 */
import { type DemandForecast, demandOf, flatPrediction } from "./demand.ts";
import type { Model } from "@/lib/stats/forecast/prediction.ts";

/** How to smooth, and whether the bias is taken away. */
export interface CrostonOptions {
  /** The share that the latest demand has, above 0 and at most 1. */
  readonly alpha: number;
  readonly isCorrected: boolean;
}

/** R's share, with the correction of Syntetos and Boylan. */
const USUAL: CrostonOptions = { alpha: 0.1, isCorrected: true };

/** Returns the model; it refuses values below 0 and fewer than two. */
export function croston(options: CrostonOptions = USUAL): Model {
  return (history, horizon) => flatPrediction(forecastDemand(demandOf(history), options), horizon);
}

function forecastDemand(
  demand: Float64Array,
  { alpha, isCorrected }: CrostonOptions,
): DemandForecast {
  const factor = isCorrected ? 1 - alpha / 2 : 1;
  const errors: number[] = [];
  let size = 0;
  let interval = 0;
  let since = 0;
  for (const value of demand) {
    since++;
    if (interval > 0) errors.push(value - factor * size / interval);
    if (value === 0) continue;
    size = interval === 0 ? value : size + alpha * (value - size);
    interval = interval === 0 ? since : interval + alpha * (since - interval);
    since = 0;
  }
  return { rate: interval === 0 ? 0 : factor * size / interval, errors };
}
