/**
 * Explains a column by others with the least sum of squares.
 *
 * The normal equations are solved by Cholesky's method, each column scaled to length 1 first; one that
 * the others already explain gets an effect of 0.
 *
 * Source: Golub, Van Loan: Matrix Computations, section 5.3. Cost: O(values × columns²).
 *
 * @module
 */

/** Below this share a column adds nothing that the ones before it do not have. */
const LEAST_PIVOT = 1e-10;

/** Returns an effect a column: target ≈ Σ effect × column. Columns are as long as the target. */
export function solveLeastSquares(
  columns: readonly Float64Array[],
  target: Float64Array,
): Float64Array {
  const size = columns.length;
  const lengths = columns.map((column) => Math.sqrt(product(column, column)) || 1);
  const factor = columns.map(() => new Float64Array(size));
  const rest = new Float64Array(size);
  const used = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = product(columns[i], columns[j]) / (lengths[i] * lengths[j]);
      for (let k = 0; k < j; k++) sum -= factor[i][k] * factor[j][k];
      if (j < i) factor[i][j] = used[j] === 1 ? sum / factor[j][j] : 0;
      else if (sum > LEAST_PIVOT) {
        factor[i][i] = Math.sqrt(sum);
        used[i] = 1;
      }
    }
    let sum = product(columns[i], target) / lengths[i];
    for (let k = 0; k < i; k++) sum -= factor[i][k] * rest[k];
    rest[i] = used[i] === 1 ? sum / factor[i][i] : 0;
  }
  const effects = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    if (used[i] === 0) continue;
    let sum = rest[i];
    for (let k = i + 1; k < size; k++) sum -= factor[k][i] * effects[k];
    effects[i] = sum / factor[i][i];
  }
  return effects.map((effect, i) => effect / lengths[i]);
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}
