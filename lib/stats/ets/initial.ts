/**
 * Guesses what a form knew before the first value, for the fit to begin with.
 *
 * The season is the classical decomposition's; level and trend are a straight line through the first
 * values without their season, or their mean where the form has no trend.
 *
 * Source: Hyndman, Koehler, Ord, Snyder (2008), section 2.6.1, as R's `ets` does it.
 * Cost: O(values).
 *
 * @module
 */
import { removeSeason, shapeOfSeason } from "@/lib/stats/decompose/classical.ts";
import type { EtsForm, EtsState } from "./form.ts";

/** Seasons whose values tell the first level, or so many values. */
const FIRST_SEASONS = 2;
const FIRST_VALUES = 10;

/** A place of a multiplicative season counts at least so much. */
const LEAST_SHAPE = 0.01;

/** Returns a first state for a series without gaps, of more than two seasons. */
export function guessState(values: Float64Array, form: EtsForm, period: number): EtsState {
  if (form.season === "N") return lineThrough(values, form, new Float64Array());
  const seasonality = form.season === "A" ? "additive" : "multiplicative";
  const raw = shapeOfSeason(values, period, seasonality);
  const season = form.season === "A" ? raw : raw.map((shape) => Math.max(shape, LEAST_SHAPE));
  return lineThrough(removeSeason(values, season, seasonality), form, season);
}

function lineThrough(adjusted: Float64Array, form: EtsForm, season: Float64Array): EtsState {
  const wanted = Math.max(FIRST_VALUES, FIRST_SEASONS * season.length);
  const first = adjusted.subarray(0, Math.min(wanted, adjusted.length));
  const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
  if (form.trend === "N") return { level: mean, trend: 0, season };
  // Places count from 1, so that the level is that of the place before the first.
  const middle = (first.length + 1) / 2;
  let products = 0;
  let squares = 0;
  first.forEach((value, i) => {
    products += (i + 1 - middle) * (value - mean);
    squares += (i + 1 - middle) ** 2;
  });
  const trend = products / squares;
  return { level: mean - trend * middle, trend, season };
}
