/**
 * Readies what is known besides the values, so that a regression can take it.
 *
 * A regressor that is the same in every period, or that others add up to, explains nothing of its own and is
 * dropped, with the reason. A gap in its past keeps the value before it (the first one the value after it);
 * one in its future is refused, as nobody else can say what is
 * planned.
 *
 * Source: Golub, Van Loan: Matrix Computations, section 5.2, orthogonalisation with a bound on what is left.
 * Cost: O(periods × regressors²).
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** A regressor by its name. */
export interface NamedRegressor {
  readonly name: string;
  /** As long as the history; NaN where it is not known. */
  readonly past: Float64Array;
  /** As long as the horizon. */
  readonly future: Float64Array;
}

/** A regressor that is left out, and why, as the end of "price is left out as it …". */
export interface DroppedRegressor {
  readonly name: string;
  readonly reason: string;
}

/** Regressors that explain something of their own, and the others. */
export interface ReadyRegressors {
  readonly kept: readonly NamedRegressor[];
  readonly dropped: readonly DroppedRegressor[];
}

/** Below this share of its own variation a regressor has nothing that those before it do not have. */
const LEAST_REST = 1e-6;

/**
 * Readies regressors, in their order: of those that say the same the first is kept.
 *
 * @throws AppError `MODEL_FAILED` for a future with a gap
 */
export function readyRegressors(regressors: readonly NamedRegressor[]): ReadyRegressors {
  const kept: NamedRegressor[] = [];
  const dropped: DroppedRegressor[] = [];
  const directions: Float64Array[] = [];
  for (const { name, past: given, future } of regressors) {
    if (!given.some(Number.isFinite)) {
      dropped.push({ name, reason: "has no value in the history" });
      continue;
    }
    const missing = future.findIndex((value) => !Number.isFinite(value));
    if (missing >= 0) {
      throw new AppError(
        "MODEL_FAILED",
        `Cannot forecast with ${name} as its future is not known: period ${missing + 1} of ` +
          `${future.length} has no value`,
      );
    }
    const past = keepLast(given);
    const reason = judge(past, directions);
    if (reason === null) kept.push({ name, past, future });
    else dropped.push({ name, reason });
  }
  return { kept, dropped };
}

/** Says why a regressor explains nothing of its own, or adds what it does explain. */
function judge(past: Float64Array, directions: Float64Array[]): string | null {
  if (past.every((value) => value === past[0])) return "is the same in every period";
  const direction = centre(past);
  const before = lengthOf(direction);
  for (const other of directions) {
    const shared = product(direction, other);
    direction.forEach((value, i) => direction[i] = value - shared * other[i]);
  }
  const rest = lengthOf(direction);
  if (!(rest > LEAST_REST * before)) return "follows from the regressors before it";
  directions.push(direction.map((value) => value / rest));
  return null;
}

/** Takes the mean away, of values scaled to at most 1, as their squares might overflow. */
function centre(values: Float64Array): Float64Array {
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = values.map((value) => value / greatest);
  const mean = scaled.reduce((sum, value) => sum + value / scaled.length, 0);
  return scaled.map((value) => value - mean);
}

/** Fills each gap with the value before it, the first ones with the first value. */
function keepLast(values: Float64Array): Float64Array {
  let last = values.find(Number.isFinite) ?? NaN;
  return values.map((value) => last = Number.isFinite(value) ? value : last);
}

function product(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, i) => sum + value * other[i], 0);
}

function lengthOf(values: Float64Array): number {
  return Math.sqrt(product(values, values));
}
