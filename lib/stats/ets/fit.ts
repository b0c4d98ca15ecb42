/**
 * Fits one form of exponential smoothing by its likelihood.
 *
 * The smoothing parameters and the first state are searched together, as R's `ets` does, within
 * 0 < β < α < 1, 0 < γ < 1 - α, 0.8 ≤ φ ≤ 0.98; of a long season only the guess is used.
 *
 * Source: Hyndman, Koehler, Ord, Snyder (2008), chapter 5.
 * Cost: O(values) an evaluation, at most some thousand evaluations.
 *
 * @module
 */
import { minimize } from "@/lib/stats/optimize/nelder_mead.ts";
import type { EtsForm, EtsParameters, EtsState } from "./form.ts";
import { guessState } from "./initial.ts";
import { type Pass, smoothSeries } from "./smooth.ts";

/** A form with all that was found for it. */
export interface EtsFit {
  readonly form: EtsForm;
  readonly parameters: EtsParameters;
  readonly start: EtsState;
  readonly pass: Pass;
  /** Numbers that were found, the variance of the errors among them. */
  readonly freedom: number;
  /** Akaike's criterion for small samples, up to a constant: the smaller the better. */
  readonly criterion: number;
}

/** How hard to search. */
export interface FitOptions {
  /** Periods in a season. */
  readonly period: number;
  readonly evaluations: number;
  /** Where to begin; a guess where it is not given. */
  readonly from?: Pick<EtsFit, "parameters" | "start">;
  /** Whether the first season is searched too. */
  readonly freeSeason: boolean;
}

/** Longer seasons have too many places to be searched one by one. */
const LONGEST_FREE_SEASON = 24;

/** Smoothing parameters stay this far from 0 and 1. */
const MARGIN = 1e-4;
const LEAST_PHI = 0.8;
const GREATEST_PHI = 0.98;

/** Fits a form to a series without gaps. */
export function fitForm(values: Float64Array, form: EtsForm, options: FitOptions): EtsFit {
  const { period, evaluations, from } = options;
  const start = from?.start ?? guessState(values, form, period);
  const parameters = from?.parameters ?? guessParameters(form, period);
  const freeSeason = options.freeSeason && period <= LONGEST_FREE_SEASON;
  const space = spaceOf(form, { start, freeSeason, spread: spreadOf(values) });
  const { point } = minimize((point) => {
    const guess = space.read(point);
    return isSound(form, guess.start) ? smoothSeries(values, form, guess).deviance : Infinity;
  }, { start: space.write({ parameters, start }), steps: space.steps, evaluations });
  const found = space.read(point);
  const pass = smoothSeries(values, form, found);
  const freedom = freedomOf(form, period);
  return { form, ...found, pass, freedom, criterion: criterionOf(pass, freedom, values.length) };
}

/** Numbers that a fit finds: smoothing parameters, the first state, and the variance. */
export function freedomOf({ trend, season }: EtsForm, period: number): number {
  const ofTrend = { N: 0, A: 2, Ad: 3 };
  return 3 + ofTrend[trend] + (season === "N" ? 0 : period);
}

/** -2 log likelihood + 2 numbers, corrected for short series; Infinity where there are too few values. */
function criterionOf({ deviance }: Pass, freedom: number, length: number): number {
  const left = length - freedom - 1;
  return left <= 0 ? Infinity : deviance + 2 * freedom + 2 * freedom * (freedom + 1) / left;
}

function guessParameters({ trend, season }: EtsForm, period: number): EtsParameters {
  const alpha = season === "N" ? 0.3 : Math.max(0.02, 0.2 / period + 0.1);
  return {
    alpha,
    beta: trend === "N" ? 0 : 0.1 * alpha,
    gamma: season === "N" ? 0 : 0.05 * (1 - alpha),
    phi: trend === "Ad" ? 0.97 : 1,
  };
}

interface Found {
  readonly parameters: EtsParameters;
  readonly start: EtsState;
}

/** Turns what is searched into points without bounds, and back. */
interface Space {
  read(point: Float64Array): Found;
  write(found: Found): Float64Array;
  readonly steps: Float64Array;
}

interface SpaceOptions {
  readonly start: EtsState;
  readonly freeSeason: boolean;
  readonly spread: number;
}

function spaceOf(form: EtsForm, { start, freeSeason, spread }: SpaceOptions): Space {
  const hasTrend = form.trend !== "N";
  const hasSeason = form.season !== "N";
  const isDamped = form.trend === "Ad";
  // The last place follows from the others, as their sum is fixed.
  const places = hasSeason && freeSeason ? start.season.length - 1 : 0;
  const sum = form.season === "A" ? 0 : start.season.length;
  const steps = [0.8];
  if (hasTrend) steps.push(0.8);
  if (hasSeason) steps.push(0.8);
  if (isDamped) steps.push(0.8);
  steps.push(0.2 * spread);
  if (hasTrend) steps.push(0.02 * spread);
  for (let i = 0; i < places; i++) steps.push(form.season === "A" ? 0.1 * spread : 0.05);
  return {
    steps: Float64Array.from(steps),
    read(point) {
      let i = 0;
      const alpha = MARGIN + (1 - 2 * MARGIN) * squash(point[i++]);
      const beta = hasTrend ? alpha * squash(point[i++]) : 0;
      const gamma = hasSeason ? (1 - alpha) * squash(point[i++]) : 0;
      const phi = isDamped ? LEAST_PHI + (GREATEST_PHI - LEAST_PHI) * squash(point[i++]) : 1;
      const level = point[i++];
      const trend = hasTrend ? point[i++] : 0;
      const season = places === 0 ? start.season : completed(point.subarray(i), sum);
      return { parameters: { alpha, beta, gamma, phi }, start: { level, trend, season } };
    },
    write({ parameters: { alpha, beta, gamma, phi }, start: { level, trend, season } }) {
      const point = [stretch((alpha - MARGIN) / (1 - 2 * MARGIN))];
      if (hasTrend) point.push(stretch(beta / alpha));
      if (hasSeason) point.push(stretch(gamma / (1 - alpha)));
      if (isDamped) point.push(stretch((phi - LEAST_PHI) / (GREATEST_PHI - LEAST_PHI)));
      point.push(level);
      if (hasTrend) point.push(trend);
      point.push(...season.subarray(0, places));
      return Float64Array.from(point);
    },
  };
}

function completed(places: Float64Array, sum: number): Float64Array {
  const season = new Float64Array(places.length + 1);
  season.set(places);
  season[places.length] = places.reduce((rest, place) => rest - place, sum);
  return season;
}

/** A multiplicative season below 0 means nothing. */
function isSound({ season }: EtsForm, start: EtsState): boolean {
  return season !== "M" || start.season.every((place) => place > 0);
}

function squash(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The reverse, kept from the ends, where a step would change nothing. */
function stretch(share: number): number {
  const inside = Math.min(Math.max(share, 1e-4), 1 - 1e-4);
  return Math.log(inside / (1 - inside));
}

function spreadOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
  return Math.sqrt(square) || 1;
}
