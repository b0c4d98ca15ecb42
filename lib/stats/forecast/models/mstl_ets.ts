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
import type { EtsFit } from "@/lib/stats/ets/fit.ts";
import type { EtsForm } from "@/lib/stats/ets/form.ts";
import { project } from "@/lib/stats/ets/project.ts";
import { smoothSeries } from "@/lib/stats/ets/smooth.ts";
import { fillGaps } from "@/lib/stats/forecast/series/gaps.ts";
import type { Model, Prediction } from "@/lib/stats/forecast/prediction.ts";

/** Beyond so many deviations of a logarithm its exponential says nothing. */
const MOST_RELATIVE = 2;

/** A series without its seasons. */
interface Adjusted {
  readonly values: Float64Array;
  readonly seasons: readonly number[];
  readonly seasonal: readonly Float64Array[];
  /** What multiplies adds up in logarithms. */
  readonly isLogarithm: boolean;
}

/**
 * Takes seasons of these many periods, ascending, out of a history and fits what is left; the model then
 * smooths longer histories by the same parameters.
 *
 * @throws AppError `MODEL_FAILED` where no season fits in twice
 */
export function chooseMstlEts(
  history: Float64Array,
  { seasons, form: known }: { readonly seasons: readonly number[]; readonly form?: EtsForm },
): { readonly fit: EtsFit; readonly model: Model } {
  const first = takeSeasons(history, seasons);
  const chosen = fitEts(first.values, { season: 1, form: known });
  const model: Model = (later, horizon) => {
    const adjusted = later === history ? first : takeSeasons(later, first.seasons);
    if (adjusted === first) return goOn(first, chosen, horizon);
    const { form } = chosen;
    // A logarithm has another scale.
    const fit = adjusted.isLogarithm === first.isLogarithm
      ? { ...chosen, pass: smoothSeries(adjusted.values, form, chosen) }
      : fitEts(adjusted.values, { season: 1, form: { ...form, error: "A" } });
    return goOn(adjusted, fit, horizon);
  };
  return { fit: chosen, model };
}

function takeSeasons(history: Float64Array, seasons: readonly number[]): Adjusted {
  const values = fillGaps(history, seasons[0] ?? 1);
  const known = seasons.filter((season) => season > 1 && 2 * season < values.length);
  if (known.length === 0) {
    throw new AppError(
      "MODEL_FAILED",
      "Cannot decompose a series as it needs more than two seasons: " +
        `current value is ${values.length} values`,
    );
  }
  const isLogarithm = values.every((value) => value > 0);
  const scaled = isLogarithm ? values.map(Math.log) : values;
  const { seasonal, trend, remainder } = decomposeSeasons(scaled, known);
  const left = trend.map((value, i) => value + remainder[i]);
  return { values: left, seasons: known, seasonal, isLogarithm };
}

function goOn(
  { values, seasons, seasonal, isLogarithm }: Adjusted,
  fit: EtsFit,
  horizon: number,
): Prediction {
  const { mean, deviation } = project(fit, values.length, horizon);
  const whole = mean.map((value, h) =>
    seasonal.reduce((sum, part, order) => sum + lastShape(part, seasons[order], h), value)
  );
  if (!isLogarithm) return { mean: whole, deviation };
  const median = whole.map(Math.exp);
  const spread = median.map((value, h) => value * Math.min(deviation[h], MOST_RELATIVE));
  return { mean: median, deviation: spread };
}

/** The shape that the place of a period ahead last had. */
function lastShape(part: Float64Array, season: number, ahead: number): number {
  return part[part.length - season + ahead % season];
}
