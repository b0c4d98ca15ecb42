/**
 * Takes what regressors explain out of a series, so that any method can forecast the rest.
 *
 * With w the differences of one period and of one season of what regressors x do not explain, w_t = e_t -
 * θ e_(t-1) - Θ e_(t-s) + θ Θ e_(t-s-1): level and season may wander, so that neither is taken for an
 * effect. Values and regressors are filtered by that model, and effects are found on the filtered columns by
 * Huber's regression, in which an odd day counts no more than one 2.5 deviations off. Where all values are
 * above 0 and deviations in logarithms, times the geometric mean, are smaller, effects multiply.
 *
 * An effect counts by 1 - 1 / t², where t is its distance from 0 in standard errors, and not at all
 * below 1: what may be chance moves a forecast little. Regressors are told from their median, which has no
 * effect.
 *
 * Source: Box, Tiao: Intervention analysis (1975), with the airline model of Box, Jenkins (1970) for what is
 * left; Huber: Robust Statistics (1981), section 7.8, modified residuals; Box, Cox (1964) for the logarithm;
 * Efron, Morris: Stein's estimation rule (1973) for the weight.
 * Cost: O(values × regressors²), and some 200 evaluations of O(values).
 *
 * @module
 */
import {
  type ArimaOrder,
  filterColumns,
  modelAt,
  searchConditional,
  takeDifferences,
} from "@/lib/stats/arima/fit.ts";
import type { Past, Situation } from "@/lib/stats/forecast/models/method.ts";
import { solveLeastSquares } from "@/lib/stats/optimize/least_squares.ts";
import type { Prediction } from "@/lib/stats/forecast/prediction.ts";
import { fillGaps } from "./gaps.ts";

/** What each regressor does to a value. */
export interface Effects {
  /** Whether effects multiply: sizes are of the logarithm then. */
  readonly isLogarithm: boolean;
  /** For each regressor, of one more of it, as the regression says. */
  readonly sizes: Float64Array;
  /** The standard errors of these; infinite where the history says nothing, NaN where a method tells none. */
  readonly errors: Float64Array;
  /** What each regressor is as a rule: effects are told from there. */
  readonly usual: Float64Array;
}

/** How what is left behaves, which may be kept for a longer history. */
export interface EffectsModel {
  readonly isLogarithm: boolean;
  /** Free parameters of θ and Θ (fit.ts). */
  readonly point: Float64Array;
}

/** What was found, and by which model. */
export interface EffectsFit {
  readonly effects: Effects;
  readonly model: EffectsModel;
}

/** A longer season would lose too many values to its differences. */
const LONGEST_SEASON = 24;

/** The latest periods, which alone are looked at. */
const LATEST = 2000;

/** An error counts as no more than this many deviations. */
const MOST_DEVIATIONS = 2.5;
const ROUNDS = 6;

/** A normal deviation, in medians of distances. */
const DEVIATION = 1.4826;

/** Where the search for θ and Θ begins: 0.66 and 0.76. */
const START = { single: 0.8, seasonal: 1 } as const;

/** Parameters beyond this are 1 to all that is visible. */
const FARTHEST = 2.5;

/** What is as good as added is added: of values without noise deviations differ by rounding. */
const ROUNDING = 1e-9;

/** Values that are left for each regressor at least, after differences. */
const VALUES_EACH = 3;

/**
 * Finds the effects of regressors on a series that begins with a value; `null` where it is too short. A
 * season of 1 is none. What `kept` says is not looked for again.
 */
export function findEffects(
  { values, past }: Pick<Past, "values" | "past">,
  { season: given }: Pick<Situation, "season">,
  kept?: EffectsModel,
): EffectsFit | null {
  const season = given > LONGEST_SEASON ? 1 : given;
  const order = orderFor(season);
  const filled = fillGaps(values, season).slice(-LATEST);
  const regressors = past.map((column) => column.slice(-filled.length));
  const lost = order.d + order.D * season;
  if (filled.length - lost < VALUES_EACH * (past.length + 2) || filled.length <= 2 * season) {
    return null;
  }
  const input = { regressors, order, season };
  const isPositive = filled.every((value) => value > 0);
  if (kept !== undefined && (isPositive || !kept.isLogarithm)) {
    return regress(filled, { ...input, ...kept });
  }
  const added = search(filled, { ...input, isLogarithm: false });
  if (!isPositive) return added.fit;
  const logarithm = search(filled, { ...input, isLogarithm: true });
  const geometric = Math.exp(
    filled.reduce((sum, value) => sum + Math.log(value) / filled.length, 0),
  );
  const gain = added.deviation - logarithm.deviation * geometric;
  return gain > ROUNDING * geometric ? logarithm.fit : added.fit;
}

/** Returns the effects that a method found itself. */
export function ownEffects(sizes: Float64Array, { past }: Pick<Past, "past">): Effects {
  const usual = Float64Array.from(past, medianOf);
  return { isLogarithm: false, sizes, errors: sizes.map(() => NaN), usual };
}

/** Returns a series without what regressors explain. */
export function withoutEffects(
  values: Float64Array,
  past: readonly Float64Array[],
  effects: Effects,
): Float64Array {
  const explained = explain(past, effects, values.length);
  return values.map((value, i) =>
    effects.isLogarithm ? value * Math.exp(-explained[i]) : value - explained[i]
  );
}

/** Returns a prediction of what was left, with what regressors will explain, and how sure that is. */
export function withEffects(
  { mean, deviation }: Prediction,
  future: readonly Float64Array[],
  effects: Effects,
): Prediction {
  const { isLogarithm, errors, usual, sizes } = effects;
  const explained = explain(future, effects, mean.length);
  const factor = explained.map((value) => isLogarithm ? Math.exp(value) : 1);
  const told = mean.map((value, h) => isLogarithm ? value * factor[h] : value + explained[h]);
  return {
    mean: told,
    deviation: deviation.map((value, h) => {
      const unsure = future.reduce((squares, column, k) => {
        if (weightOf(sizes[k], errors[k]) === 0) return squares;
        return squares + (errors[k] * (column[h] - usual[k])) ** 2;
      }, 0);
      const scale = isLogarithm ? told[h] : 1;
      return Math.hypot(value * factor[h], scale * Math.sqrt(unsure));
    }),
  };
}

/** Returns how much of an effect counts, from 0 to 1: the less, the nearer to chance. */
export function weightOf(size: number, error: number): number {
  if (size === 0 || !Number.isFinite(error)) return 0;
  return Math.max(0, 1 - (error / size) ** 2);
}

function explain(
  columns: readonly Float64Array[],
  { sizes, errors, usual }: Effects,
  length: number,
): Float64Array {
  const sum = new Float64Array(length);
  columns.forEach((column, k) => {
    const effect = sizes[k] * weightOf(sizes[k], errors[k]);
    if (effect === 0) return;
    for (let i = 0; i < length; i++) sum[i] += effect * (column[i] - usual[k]);
  });
  return sum;
}

function orderFor(season: number): ArimaOrder {
  const seasonal = season > 1 ? 1 : 0;
  return { p: 0, d: 1, q: 1, P: 0, D: seasonal, Q: seasonal };
}

interface Regression {
  readonly regressors: readonly Float64Array[];
  readonly order: ArimaOrder;
  readonly season: number;
  readonly isLogarithm: boolean;
}

/** Finds θ and Θ on what a first regression leaves. */
function search(
  values: Float64Array,
  input: Regression,
): { readonly fit: EffectsFit; readonly deviation: number } {
  const { order, season, isLogarithm } = input;
  const begun = Float64Array.from(
    order.D > 0 ? [START.single, START.seasonal] : [START.single],
  );
  const [target, ...columns] = differencesOf(values, input);
  const first = huber(filterColumns([target, ...columns], modelAt(begun, order, season)));
  const rest = target.map((value, i) =>
    columns.reduce((left, column, k) => left - first.effects[k] * column[i], value)
  );
  const point = searchConditional([rest], order, season)
    .map((free) => Math.max(-FARTHEST, Math.min(FARTHEST, free)));
  const fit = regress(values, { ...input, point });
  const filtered = filterColumns([rest], modelAt(point, order, season));
  return { fit: { ...fit, model: { point, isLogarithm } }, deviation: deviationOf(filtered[0]) };
}

function regress(
  values: Float64Array,
  input: Regression & { readonly point: Float64Array },
): EffectsFit {
  const { regressors, order, season, point, isLogarithm } = input;
  const filtered = filterColumns(differencesOf(values, input), modelAt(point, order, season));
  const { effects: sizes, spread } = huber(filtered);
  const [, ...columns] = filtered;
  const errors = Float64Array.from(columns, (column, k) => {
    const others = columns.filter((_, other) => other !== k);
    const shared = solveLeastSquares(others, column);
    const own = column.reduce((squares, value, i) => {
      const rest = others.reduce((left, other, j) => left - shared[j] * other[i], value);
      return squares + rest ** 2;
    }, 0);
    return sizes[k] === 0 ? Infinity : spread / Math.sqrt(own);
  });
  return {
    effects: { isLogarithm, sizes, errors, usual: Float64Array.from(regressors, medianOf) },
    model: { point, isLogarithm },
  };
}

function differencesOf(
  values: Float64Array,
  { regressors, order, season, isLogarithm }: Regression,
): readonly Float64Array[] {
  return [isLogarithm ? values.map(Math.log) : values, ...regressors]
    .map((column) => takeDifferences(column, order, season));
}

/** Explains the first column by the others; what is far off counts as if it were less so. */
function huber([target, ...columns]: readonly Float64Array[]) {
  let effects = solveLeastSquares(columns, target);
  let spread = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const fitted = target.map((_, i) =>
      columns.reduce((sum, column, k) => sum + effects[k] * column[i], 0)
    );
    const errors = target.map((value, i) => value - fitted[i]);
    const most = MOST_DEVIATIONS * deviationOf(errors);
    const moved = errors.map((error) => Math.max(-most, Math.min(most, error)));
    spread = Math.sqrt(
      moved.reduce((sum, error) => sum + error ** 2, 0) /
        Math.max(1, moved.length - columns.length),
    );
    if (!(most > 0)) break;
    effects = solveLeastSquares(columns, moved.map((error, i) => fitted[i] + error));
  }
  return { effects, spread };
}

function deviationOf(errors: Float64Array): number {
  return DEVIATION * medianOf(errors.map(Math.abs));
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : sorted[half - 1] / 2 + sorted[half] / 2;
}
