/**
 * Lag polynomials of ARIMA models: 1 - c_1 B - c_2 B² …, of which most are 0.
 *
 * @module
 */

/** Lags with a coefficient, ascending: value t takes `weights[k]` of value t - `lags[k]`. */
export interface LagFilter {
  readonly lags: readonly number[];
  readonly weights: Float64Array;
}

/** Multiplies (1 - Σ first_i B^i) by (1 - Σ second_i B^(i × season)). */
export function multiplyLags(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  season: number,
): LagFilter {
  if (first.length < season || second.length === 0) return multiplyApart(first, second, season);
  const weights = new Map<number, number>();
  const add = (lag: number, weight: number) => weights.set(lag, (weights.get(lag) ?? 0) + weight);
  for (let i = 0; i < first.length; i++) add(i + 1, first[i]);
  for (let j = 0; j < second.length; j++) {
    const lag = (j + 1) * season;
    add(lag, second[j]);
    for (let i = 0; i < first.length; i++) add(lag + i + 1, -first[i] * second[j]);
  }
  const lags = [...weights.keys()].sort((a, b) => a - b);
  return { lags, weights: Float64Array.from(lags, (lag) => weights.get(lag) ?? 0) };
}

/** The same where no product falls on a lag that is there: they come in order, without a search. */
function multiplyApart(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  season: number,
): LagFilter {
  const size = first.length;
  const lags: number[] = [];
  const weights = new Float64Array((size + 1) * (second.length + 1) - 1);
  for (let j = 0; j <= second.length; j++) {
    if (j > 0) {
      weights[lags.length] = second[j - 1];
      lags.push(j * season);
    }
    for (let i = 0; i < size; i++) {
      weights[lags.length] = j === 0 ? first[i] : -first[i] * second[j - 1];
      lags.push(j * season + i + 1);
    }
  }
  return { lags, weights };
}

/**
 * Turns numbers without bounds into coefficients of a stationary process: their tanh are its partial
 * autocorrelations.
 *
 * Source: Monahan: A note on enforcing stationarity in ARMA models (1984), by Durbin and Levinson.
 */
export function stationary(free: ArrayLike<number>): Float64Array {
  const coefficients = new Float64Array(free.length);
  const before = new Float64Array(free.length);
  for (let k = 0; k < free.length; k++) {
    const partial = Math.tanh(free[k]);
    for (let i = 0; i < k; i++) coefficients[i] = before[i] - partial * before[k - 1 - i];
    coefficients[k] = partial;
    for (let i = 0; i <= k; i++) before[i] = coefficients[i];
  }
  return coefficients;
}

/** Takes differences of `lag` periods: as many entries fewer. */
export function difference(values: Float64Array, lag: number): Float64Array {
  return values.subarray(lag).map((value, i) => value - values[i]);
}
