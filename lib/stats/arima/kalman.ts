/**
 * Turns a stationary series into errors that know nothing of each other, from its first value on.
 *
 * w_t = Σ φ_i w_(t-i) + e_t + Σ θ_j e_(t-j) is written with a state of r = max(p, q + 1) entries, which begins
 * with the variance that the process has of itself: P = T P Tᵀ + R Rᵀ, found by doubling. Each value then
 * errs from what the ones before it say by v_t, with the variance f_t σ²: v_t / √f_t are independent.
 *
 * Source: Harvey: Forecasting, structural time series models and the Kalman filter (1989), section 3.3, as R's
 * `arima`; Anderson, Moore: Optimal Filtering (1979), section 6.7, for doubling.
 * Cost: O(values × r²) until f stays the same, then O(values × lags); O(r³) for the beginning.
 *
 * @module
 */
import type { LagFilter } from "./polynomial.ts";

/** What a value takes of the ones before it, and of their errors with their sign turned. */
export interface LagModel {
  readonly autoregressive: LagFilter;
  readonly movingAverage: LagFilter;
}

/** The errors of several series by one model. */
export interface Whitened {
  /** v / √f, one column a series. */
  readonly columns: readonly Float64Array[];
  /** Σ log f over the values. */
  readonly logarithms: number;
}

/** The variance of an error is settled where it changes by less than this share for twice the state's size. */
const STEADY = 1e-13;

/** Doublings at most: 2 to the power of this many periods are as good as all. */
const DOUBLINGS = 40;

/** Returns how many entries the state of a model has, which its cost grows with. */
export function stateSize({ autoregressive, movingAverage }: LagModel): number {
  return Math.max(autoregressive.lags.at(-1) ?? 0, (movingAverage.lags.at(-1) ?? 0) + 1);
}

/** Whitens series of the same length without gaps; `null` where the process has no variance. */
export function whiten(columns: readonly Float64Array[], model: LagModel): Whitened | null {
  const size = stateSize(model);
  const phi = dense(model.autoregressive, size, 1);
  const theta = dense(model.movingAverage, size, -1);
  const echo = Float64Array.from({ length: size }, (_, i) => i === 0 ? 1 : theta[i - 1]);
  let variance = stationaryVariance(phi, echo);
  if (variance === null) return null;
  let next = new Float64Array(size * size);
  const states = columns.map(() => new Float64Array(size));
  const whitened = columns.map((column) => new Float64Array(column.length));
  const gain = new Float64Array(size);
  let logarithms = 0;
  let f = 0;
  let steady = 0;
  let isSteady = false;
  for (let t = 0; t < columns[0].length; t++) {
    if (!isSteady) {
      steady = Math.abs(variance[0] - f) < STEADY * f ? steady + 1 : 0;
      isSteady = steady > 2 * size;
      f = variance[0];
      if (!(f > 0) || !Number.isFinite(f)) return null;
      for (let i = 0; i < size; i++) {
        gain[i] = phi[i] + (i + 1 < size ? variance[i + 1] / f : 0);
      }
      advance(variance, next, echo);
      [variance, next] = [next, variance];
    }
    logarithms += Math.log(f);
    const root = Math.sqrt(f);
    for (let k = 0; k < columns.length; k++) {
      const state = states[k];
      const error = columns[k][t] - state[0];
      whitened[k][t] = error / root;
      const first = state[0];
      for (let i = 0; i + 1 < size; i++) state[i] = state[i + 1] + phi[i] * first + gain[i] * error;
      state[size - 1] = phi[size - 1] * first + gain[size - 1] * error;
    }
  }
  return { columns: whitened, logarithms };
}

/** Carries the variance of the state a period on; of what mirrors itself the upper half is kept. */
function advance(variance: Float64Array, next: Float64Array, echo: Float64Array): void {
  const size = echo.length;
  const f = variance[0];
  for (let i = 0; i < size; i++) {
    const isLast = i + 1 === size;
    // What is known of the first entry after its value has come has no variance left.
    const share = isLast ? 0 : variance[i + 1] / f;
    const row = i * size;
    const below = row + size + 1;
    const factor = echo[i];
    for (let j = i; j + 1 < size; j++) {
      next[row + j] = variance[below + j] - share * variance[j + 1] + factor * echo[j];
    }
    next[row + size - 1] = factor * echo[size - 1];
  }
}

/** Sums T^k R Rᵀ T^kᵀ over all k by doubling; `null` where the sum has no end. */
function stationaryVariance(
  phi: Float64Array,
  echo: Float64Array,
): Float64Array<ArrayBuffer> | null {
  const size = phi.length;
  const variance = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) variance[i * size + j] = echo[i] * echo[j];
  }
  // Without past values the echoes end after as many periods as there are entries.
  let power = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    power[i * size] = phi[i];
    if (i + 1 < size) power[i * size + i + 1] = 1;
  }
  for (let round = 0; round < DOUBLINGS; round++) {
    const added = multiplyTransposed(multiply(power, variance, size), power, size);
    let greatest = 0;
    for (let at = 0; at < added.length; at++) {
      variance[at] += added[at];
      // NaN is carried on.
      greatest = Math.max(greatest, Math.abs(added[at]));
    }
    if (!Number.isFinite(greatest)) return null;
    if (greatest < 1e-15 * variance[0]) return variance;
    power = multiply(power, power, size);
  }
  return null;
}

function multiply(one: Float64Array, other: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = one[i * size + k];
      if (factor === 0) continue;
      for (let j = 0; j < size; j++) result[i * size + j] += factor * other[k * size + j];
    }
  }
  return result;
}

/** Multiplies one matrix by the other's mirror image. */
function multiplyTransposed(
  one: Float64Array,
  other: Float64Array,
  size: number,
): Float64Array<ArrayBuffer> {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += one[i * size + k] * other[j * size + k];
      result[i * size + j] = sum;
    }
  }
  return result;
}

/** The weights by lag, from 1 on. */
function dense({ lags, weights }: LagFilter, size: number, sign: 1 | -1): Float64Array {
  const all = new Float64Array(size);
  lags.forEach((lag, k) => all[lag - 1] = sign * weights[k]);
  return all;
}
