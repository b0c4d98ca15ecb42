/**
 * Forecasts that a series goes on from its last value as it went from its first to its last one.
 *
 * With b the mean move a period and σ² the variance of the moves around it, H periods after the last
 * observed value: mean = last + H × b, deviation = σ √(H + H² / T), where T periods lie between the first
 * and the last value: the second part is how far b may be off. A move over a gap of k periods counts
 * as k moves with the variance of k; periods of a gap at the end count as periods ahead.
 *
 * Source: Hyndman, Athanasopoulos: Forecasting: Principles and Practice (3rd edition), sections 5.2 and
 * 5.5; equal to R's `rwf(drift = TRUE)`. Cost: O(values).
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Model } from "@/lib/stats/forecast/prediction.ts";

/** Fewer values have no variance of moves. */
const MIN_VALUES = 3;

/** Predicts by a random walk with drift. */
export const drift: Model = (history, horizon) => {
  const known = Array.from(history.keys()).filter((i) => Number.isFinite(history[i]));
  if (known.length < MIN_VALUES) {
    throw new AppError(
      "MODEL_FAILED",
      `Cannot tell a drift as it needs ${MIN_VALUES} values: current value is ${known.length}`,
    );
  }
  const [first, last] = [known[0], known[known.length - 1]];
  const periods = last - first;
  const slope = history[last] / periods - history[first] / periods;
  const squares = known.slice(1).reduce((sum, at, i) => {
    const gap = at - known[i];
    return sum + (history[at] - history[known[i]] - gap * slope) ** 2 / gap;
  }, 0);
  const deviation = Math.sqrt(squares / (known.length - 2));
  const ahead = Float64Array.from(
    { length: horizon },
    (_, h) => history.length - 1 - last + h + 1,
  );
  return {
    mean: ahead.map((count) => history[last] + count * slope),
    deviation: ahead.map((count) => deviation * Math.sqrt(count + count ** 2 / periods)),
  };
};
