/**
 * Forecasts with the theta method: simple exponential smoothing that drifts by half the slope of a
 * straight line through the series.
 *
 * mean_h = level + slope / 2 × (h - 1 + (1 - (1 - α)^n) / α); a season is first divided out where the
 * autocorrelation of one season is beyond its 90% bounds, and multiplied in at the end. Where not all
 * values are above 0, it is subtracted and added.
 *
 * Source: Assimakopoulos, Nikolopoulos: The theta model (2000); Hyndman, Billah: Unmasking the theta
 * method (2003); equal to R's `thetaf`. Cost: O(values) an evaluation, a few hundred evaluations.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { removeSeason, shapeOfSeason } from "@/lib/stats/decompose/classical.ts";
import { fitForm } from "@/lib/stats/ets/fit.ts";
import { fillGaps } from "@/lib/stats/forecast/series/gaps.ts";
import type { Model } from "@/lib/stats/forecast/prediction.ts";
import { hasSeason } from "@/lib/stats/forecast/series/season.ts";

const SIMPLE = { error: "A", trend: "N", season: "N" } as const;
const SEARCH = { period: 1, evaluations: 300, freeSeason: false } as const;

/** Fewer values have no slope. */
const MIN_VALUES = 4;

/** Returns the model for a season of this many periods. */
export function theta(season: number): Model {
  return (history, horizon) => {
    const values = fillGaps(history, season);
    const count = values.length;
    if (count < MIN_VALUES) {
      throw new AppError(
        "MODEL_FAILED",
        `Cannot use the theta method as it needs ${MIN_VALUES} periods: current value is ${count}`,
      );
    }
    const seasonality = values.every((value) => value > 0) ? "multiplicative" : "additive";
    const shape = hasSeason(values, season) ? shapeOfSeason(values, season, seasonality) : null;
    const adjusted = shape === null ? values : removeSeason(values, shape, seasonality);
    const { parameters, pass } = fitForm(adjusted, SIMPLE, SEARCH);
    const alpha = Math.max(parameters.alpha, 1e-10);
    const drift = slopeOf(adjusted) / 2;
    const lead = (1 - (1 - alpha) ** count) / alpha;
    const deviation = Math.sqrt(pass.variance * count / (count - 2));
    const mean = new Float64Array(horizon);
    const spread = new Float64Array(horizon);
    for (let h = 0; h < horizon; h++) {
      const place = shape === null ? 0 : shape[(count + h) % season];
      const straight = pass.end.level + drift * (h + lead);
      const isMultiplied = shape !== null && seasonality === "multiplicative";
      mean[h] = isMultiplied ? straight * place : straight + place;
      spread[h] = deviation * Math.sqrt(h * alpha * alpha + 1) * (isMultiplied ? place : 1);
    }
    return { mean, deviation: spread };
  };
}

/** The slope of the least squares line, a period. */
function slopeOf(values: Float64Array): number {
  const middle = (values.length - 1) / 2;
  let products = 0;
  let squares = 0;
  values.forEach((value, i) => {
    products += (i - middle) * value;
    squares += (i - middle) ** 2;
  });
  return products / squares;
}
