/**
 * Runs exponential smoothing over a series: what it would have forecast one period ahead, and
 * what it knows at the end.
 *
 * With l the level, b the trend, s the season, f the forecast and p the value without its season:
 *
 * - q = l + φ b; f = q, q + s or q × s; error = value - f, multiplicative (value - f) / f
 * - l' = q + α (p - q); b' = φ b + (β / α) (l' - l - φ b); s' = s + γ (value without q - s)
 *
 * Source: Hyndman, Koehler, Ord, Snyder (2008), chapter 2, in the form of R's `etscalc`.
 * Cost: O(values) time, O(season) memory.
 *
 * @module
 */
import type { EtsForm, EtsParameters, EtsState } from "./form.ts";

/** What a pass leaves. */
export interface Pass {
  /** -2 log likelihood, up to a constant that all forms share; Infinity where it broke down. */
  readonly deviance: number;
  /** Mean square of the errors, relative ones for a multiplicative error. */
  readonly variance: number;
  readonly end: EtsState;
}

/** Below this a value can't be divided by. */
const TINY = 1e-10;

/** Smooths a series without gaps from a first state on. `errors` are filled where they are given. */
export function smoothSeries(
  values: Float64Array,
  form: EtsForm,
  { parameters, start, errors }: {
    readonly parameters: EtsParameters;
    readonly start: EtsState;
    readonly errors?: Float64Array;
  },
): Pass {
  const { alpha, beta, gamma, phi } = parameters;
  const isRelative = form.error === "M";
  const isTrending = form.trend !== "N";
  const isAdded = form.season === "A";
  const isMultiplied = form.season === "M";
  const season = start.season.slice();
  const follow = alpha > 0 ? beta / alpha : 0;
  let { level, trend } = start;
  let place = 0;
  let squares = 0;
  let logarithms = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const step = isTrending ? phi * trend : 0;
    const expected = level + step;
    const shape = isAdded || isMultiplied ? season[place] : 0;
    let forecast = expected;
    let adjusted = value;
    if (isAdded) {
      forecast += shape;
      adjusted -= shape;
    } else if (isMultiplied) {
      forecast *= shape;
      adjusted = Math.abs(shape) < TINY ? 1 / TINY : value / shape;
    }
    let error = value - forecast;
    if (isRelative) {
      const size = Math.abs(forecast) < TINY ? TINY : forecast;
      error = (value - forecast) / size;
      logarithms += Math.log(Math.abs(size));
    }
    squares += error * error;
    if (errors !== undefined) errors[i] = error;
    const before = level;
    level = expected + alpha * (adjusted - expected);
    if (isTrending) trend = step + follow * (level - before - step);
    if (isAdded) season[place] += gamma * (value - expected - shape);
    else if (isMultiplied) {
      const seen = Math.abs(expected) < TINY ? 1 / TINY : value / expected;
      season[place] += gamma * (seen - shape);
    }
    if (++place >= season.length) place = 0;
  }
  const deviance = values.length * Math.log(squares) + (isRelative ? 2 * logarithms : 0);
  return {
    deviance: Number.isNaN(deviance) ? Infinity : deviance,
    variance: squares / values.length,
    end: { level, trend, season: rotate(season, place) },
  };
}

function rotate(season: Float64Array, from: number): Float64Array {
  const turned = new Float64Array(season.length);
  turned.set(season.subarray(from));
  turned.set(season.subarray(0, from), season.length - from);
  return turned;
}
