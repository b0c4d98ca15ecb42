/**
 * Tells how often differences of a series are to be taken.
 *
 * A season is differenced where it explains most of what the trend leaves: 1 - var(remainder) /
 * var(season + remainder) > 0.64 by STL. Single differences are taken, twice at most, while the KPSS
 * test finds that the level wanders: Σ S_t² / (values² × long-run variance) > 0.463, its 5% point.
 *
 * Source: Wang, Smith, Hyndman (2006), seasonal strength, as R's `nsdiffs`; Kwiatkowski, Phillips, Schmidt,
 * Shin (1992), as R's `ndiffs`. Cost: one decomposition.
 *
 * @module
 */
import { decompose } from "@/lib/stats/decompose/stl.ts";
import { difference } from "./polynomial.ts";

const STRONG_SEASON = 0.64;
const KPSS_CRITICAL = 0.463;
const MOST_DIFFERENCES = 2;

/** Returns how many seasonal and single differences a series without gaps needs. */
export function differencesFor(
  values: Float64Array,
  season: number,
): { readonly d: number; readonly D: number } {
  const D =
    season > 1 && values.length > 2 * season + 2 && seasonalStrength(values, season) > STRONG_SEASON
      ? 1
      : 0;
  let rest = D === 1 ? difference(values, season) : values;
  let d = 0;
  while (d < MOST_DIFFERENCES && rest.length > 10 && levelWanders(rest)) {
    rest = difference(rest, 1);
    d++;
  }
  // More than two in all make forecasts explode.
  return { d: Math.min(d, MOST_DIFFERENCES - D), D };
}

/** The share of what the trend leaves that is the season's, 0 to 1. */
export function seasonalStrength(values: Float64Array, season: number): number {
  const { seasonal, remainder } = decompose(values, { period: season, seasonalSpan: 11 });
  const whole = varianceOf(seasonal.map((value, i) => value + remainder[i]));
  return whole === 0 ? 0 : Math.max(0, 1 - varianceOf(remainder) / whole);
}

function levelWanders(values: Float64Array): boolean {
  const { length } = values;
  // The mean of equal numbers may be off in the last bit, which would wander.
  if (values.every((value) => value === values[0])) return false;
  const mean = values.reduce((sum, value) => sum + value / length, 0);
  const moved = values.map((value) => value - mean);
  const lags = Math.trunc(3 * Math.sqrt(length) / 13);
  let longRun = products(moved, 0);
  for (let lag = 1; lag <= lags; lag++) {
    longRun += 2 * (1 - lag / (lags + 1)) * products(moved, lag);
  }
  if (!(longRun > 0)) return true;
  let sum = 0;
  const squares = moved.reduce((total, value) => {
    sum += value;
    return total + sum * sum;
  }, 0);
  return squares / (length * longRun) > KPSS_CRITICAL;
}

function products(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += values[i] * values[i - lag];
  return sum;
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
}
