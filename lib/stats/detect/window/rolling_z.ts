/**
 * Scores each value by its distance from the values before it.
 *
 * score = (value - mean) / standard deviation (sample, n - 1) of the finite
 * values among the `window` before it, in deviations. The value itself is never
 * in its own window: there it could not score above (window - 1) / √window.
 *
 * The values are cut into blocks as long as the window. A window is the end of one block and the beginning
 * of the next, whose sums are added up from where they meet: nothing is ever subtracted from a sum, so what
 * has left the window leaves no trace in the last digits. Sums are of distances from one of the values; where
 * that lies so far off that squares would lose digits, or values are missing, the window is gone through twice.
 *
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.5.17; van Herk: A fast algorithm for
 * local minimum and maximum filters on rectangular and octagonal kernels (1992), for the blocks.
 * Cost: O(values) time and memory; O(values × window) where values are missing.
 *
 * @module
 */

/** Fewer values than this say too little about what is normal. */
const MIN_HISTORY = 3;

/** Squares around a mean keep 10 digits where they are more than this part of those around the pivot. */
const LOST = 1e-6;

/** What the window before each value says: one entry a value, NaN where it says too little. */
export interface Expectation {
  readonly mean: Float64Array;
  /** Sample standard deviation; exactly 0 where the window is flat. */
  readonly deviation: Float64Array;
}

/** Returns mean and deviation of the `window` values before each value. */
export function expectFromWindow(values: Float64Array, window: number): Expectation {
  const { length } = values;
  const found = { mean: new Float64Array(length), deviation: new Float64Array(length) };
  const blocks = cutIntoBlocks(values, window);
  for (let start = 0; start < length; start += blocks.size) fillBlock(blocks, start, found, start);
  return found;
}

/**
 * Returns one score a value, in order. A score is NaN where it is undefined: the
 * value is missing, its history is too short, or flat and the value is no move
 * from it. A move from a flat history scores ±Infinity.
 */
export function rollingZ(values: Float64Array, window: number): Float64Array {
  const { length } = values;
  const scores = new Float64Array(length);
  const blocks = cutIntoBlocks(values, window);
  const { size } = blocks;
  // What a block says is kept while it is used, which a million values twice are not.
  const found = { mean: new Float64Array(size), deviation: new Float64Array(size) };
  const { mean, deviation } = found;
  for (let start = 0; start < length; start += size) {
    fillBlock(blocks, start, found, 0);
    const count = Math.min(size, length - start);
    for (let k = 0; k < count; k++) {
      scores[start + k] = (values[start + k] - mean[k]) / deviation[k];
    }
  }
  return scores;
}

/**
 * Values that are looked at as many at a time as a window has. Plain functions on it, since what is
 * made anew for each series is compiled anew for each.
 */
interface Blocks {
  readonly values: Float64Array;
  readonly window: number;
  readonly size: number;
  /** Of the block before: sums from each of its values to its end. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

function cutIntoBlocks(values: Float64Array, window: number): Blocks {
  const size = Math.max(window, MIN_HISTORY);
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  return { values, window, size, sums, squares };
}

/** Writes what the windows before the values from `start` on say, from `at` on. */
function fillBlock(blocks: Blocks, start: number, found: Expectation, at: number): void {
  const { values, window, size, sums, squares } = blocks;
  const { mean, deviation } = found;
  const count = Math.min(size, values.length - start);
  if (start === 0 || window < MIN_HISTORY) {
    for (let k = 0; k < count; k++) lookTwice(blocks, start + k, found, at + k);
    return;
  }
  const middle = start - 1 - (window >> 1);
  const pivot = middleOfThree(values[start - window], values[middle], values[start - 1]);
  sumUp(blocks, start, pivot);
  const freedom = 1 / (window - 1);
  let sum = 0;
  let square = 0;
  for (let k = 0; k < count; k++) {
    const all = sums[k] + sum;
    const shift = all / window;
    const around = shift * all;
    const spread = squares[k] + square - around;
    // Also where a value is missing, when nothing compares; all equal to the pivot, nothing is lost.
    if ((spread > LOST * around && spread < Infinity) || (spread === 0 && all === 0)) {
      mean[at + k] = pivot + shift;
      deviation[at + k] = Math.sqrt(spread * freedom);
    } else lookTwice(blocks, start + k, found, at + k);
    const distance = values[start + k] - pivot;
    sum += distance;
    square += distance * distance;
  }
}

/** Sums from each value of the block before to its end. */
function sumUp({ values, window, sums, squares }: Blocks, start: number, pivot: number): void {
  let sum = 0;
  let square = 0;
  for (let k = window - 1; k >= 0; k--) {
    const distance = values[start - window + k] - pivot;
    sum += distance;
    square += distance * distance;
    sums[k] = sum;
    squares[k] = square;
  }
}

/** Goes through the window before one value twice: for its mean, and for what is around that. */
function lookTwice({ values, window }: Blocks, i: number, found: Expectation, at: number): void {
  const moments = momentsOf(values.subarray(Math.max(0, i - window), i));
  found.mean[at] = moments.mean;
  found.deviation[at] = moments.deviation;
}

/** Returns the scores of `rollingZ` from an expectation that is already there. */
export function scoreAgainst(values: Float64Array, expectation: Expectation): Float64Array {
  const { mean, deviation } = expectation;
  const scores = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) scores[i] = (values[i] - mean[i]) / deviation[i];
  return scores;
}

/** One far off does not become the pivot. */
function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Mean and deviation of the finite values. Plain loops are 17 times as fast as filter and reduce. */
function momentsOf(past: Float64Array): { readonly mean: number; readonly deviation: number } {
  let count = 0;
  let sum = 0;
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < past.length; i++) {
    const value = past[i];
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (count < MIN_HISTORY) return { mean: NaN, deviation: NaN };
  // The mean of equal numbers is off in the last bit, and would make a deviation out of nothing.
  if (least === greatest) return { mean: least, deviation: 0 };
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < past.length; i++) {
    const value = past[i];
    if (Number.isFinite(value)) squares += (value - mean) ** 2;
  }
  const deviation = Math.sqrt(squares / (count - 1));
  // Sums of numbers near the largest double overflow.
  return Number.isFinite(deviation) ? { mean, deviation } : { mean: NaN, deviation: NaN };
}
