/**
 * Forecasts the seasons of a series as they last were, and what is left by exponential smoothing.
 *
 * Source: Hyndman, Athanasopoulos: Forecasting: Principles and Practice (3rd edition), section 5.7;
 * R's `stlf` with `ets`. Cost: one decomposition and one fit without a season.
 *
 * @module
 */
import { decomposeSeasons } from "@/lib/stats/decompose/mstl.ts";
import { AppError } from "@/lib/errors.ts";
import { fitEts } from "@/lib/stats/ets/ets.ts";
import { project } from "@/lib/stats/ets/project.ts";
import { fillGaps } from "./gaps.ts";
import type { Model } from "./prediction.ts";

/** Returns the model for seasons of these many periods, ascending. */
export function mstlEts(seasons: readonly number[]): Model {
  return (history, horizon) => {
    const values = fillGaps(history, seasons[0] ?? 1);
    const known = seasons.filter((season) => season > 1 && 2 * season < values.length);
    if (known.length === 0) {
      throw new AppError(
        "MODEL_FAILED",
        "Cannot decompose a series as it needs more than two seasons: " +
          `current value is ${values.length} values`,
      );
    }
    // What multiplies adds up in logarithms.
    const isPositive = values.every((value) => value > 0);
    const scaled = isPositive ? values.map(Math.log) : values;
    const { seasonal, trend, remainder } = decomposeSeasons(scaled, known);
    const adjusted = trend.map((value, i) => value + remainder[i]);
    const fit = fitEts(adjusted, { season: 1 });
    const { mean, deviation } = project(fit, adjusted.length, horizon);
    const whole = mean.map((value, h) =>
      seasonal.reduce((sum, part, order) => sum + lastShape(part, known[order], h), value)
    );
    if (!isPositive) return { mean: whole, deviation };
    const median = whole.map(Math.exp);
    return { mean: median, deviation: median.map((value, h) => value * Math.min(deviation[h], 2)) };
  };
}

/** The shape that the place of a period ahead last had. */
function lastShape(part: Float64Array, season: number, ahead: number): number {
  return part[part.length - season + ahead % season];
}
