/**
 * Scores rows by how quickly random splits set them apart from the others.
 *
 * score = 2^(-mean path length over the trees / c(sample)), from 0 to 1: odd rows
 * are near 1, ordinary ones below 0.5. The same as scikit-learn's `-score_samples`.
 *
 * A row that lacks a feature (NaN or infinite) takes no part: it is left out of
 * the samples and its score is NaN. Nothing is imputed.
 *
 * Source: Liu, Ting, Zhou: Isolation Forest (2008).
 * Cost: fitting O(rows + trees × sample × log sample), scoring O(rows × trees × log sample).
 *
 * @module
 */
import { averagePath, growTree, type Nodes } from "./isolation_tree.ts";
import { createRandom } from "./random.ts";

/** Rows scored together, so that they and one tree stay in the processor's cache. */
const BLOCK_ROWS = 512;

/** How a forest is grown. */
export interface IsolationForestOptions {
  readonly trees: number;
  /** Rows drawn for each tree, without repeats; all of them where there are fewer. */
  readonly sample: number;
  readonly seed: number;
}

/** A fitted forest: may score rows it has not seen. */
export interface IsolationForest {
  readonly nodes: Nodes;
  readonly roots: Int32Array;
  /** c(sample): what path lengths are measured by. */
  readonly averagePath: number;
}

/** Fits a forest to features of equal length. The same seed and rows give the same forest. */
export function fitIsolationForest(
  features: readonly Float64Array[],
  { trees, sample, seed }: IsolationForestOptions,
): IsolationForest {
  const random = createRandom(seed);
  const rows = completeRows(features);
  const size = Math.min(sample, rows.length);
  // A tree whose leaves are single rows has 2 × size - 1 nodes; an empty one is a leaf.
  const capacity = trees * Math.max(1, 2 * size - 1);
  const nodes: Nodes = {
    feature: new Int32Array(capacity),
    split: new Float64Array(capacity),
    child: new Int32Array(capacity),
    path: new Float64Array(capacity),
  };
  const roots = new Int32Array(trees);
  let free = 0;
  for (let tree = 0; tree < trees; tree++) {
    roots[tree] = free;
    drawToFront(rows, size, random);
    free = growTree(features, rows.slice(0, size), { nodes, root: free, random });
  }
  return { nodes, roots, averagePath: averagePath(size) };
}

/** Returns one score a row, from 0 to 1; NaN where a feature is missing. */
export function scoreRows(
  forest: IsolationForest,
  features: readonly Float64Array[],
): Float64Array {
  const length = features[0].length;
  const scores = new Float64Array(length);
  const block = new Float64Array(BLOCK_ROWS * features.length);
  for (let start = 0; start < length; start += BLOCK_ROWS) {
    const paths = scores.subarray(start, start + BLOCK_ROWS);
    layRowByRow(features, start, block);
    for (const root of forest.roots) {
      addPaths(paths, block, { nodes: forest.nodes, root, width: features.length });
    }
  }
  const unit = forest.roots.length * forest.averagePath;
  for (let row = 0; row < length; row++) {
    const complete = features.every((values) => Number.isFinite(values[row]));
    // A single row has no path to measure: it is as ordinary as can be.
    const share = unit > 0 ? scores[row] / unit : 1;
    scores[row] = complete ? 2 ** -share : NaN;
  }
  return scores;
}

function completeRows(features: readonly Float64Array[]): Int32Array {
  const rows = Int32Array.from(features[0], (_, row) => row);
  return rows.filter((row) => features.every((values) => Number.isFinite(values[row])));
}

/** Moves `count` rows drawn at random to the front (Fisher and Yates' shuffle, stopped early). */
function drawToFront(rows: Int32Array, count: number, random: () => number): void {
  for (let i = 0; i < count; i++) {
    const drawn = i + Math.floor(random() * (rows.length - i));
    [rows[i], rows[drawn]] = [rows[drawn], rows[i]];
  }
}

/** Copies the rows from `start` on, each one's features side by side. */
function layRowByRow(
  features: readonly Float64Array[],
  start: number,
  block: Float64Array,
): void {
  const width = features.length;
  for (const [feature, values] of features.entries()) {
    const end = Math.min(start + BLOCK_ROWS, values.length);
    for (let row = start; row < end; row++) block[(row - start) * width + feature] = values[row];
  }
}

/** Adds one tree's path length to each of a block's rows. */
function addPaths(
  paths: Float64Array,
  block: Float64Array,
  tree: { readonly nodes: Nodes; readonly root: number; readonly width: number },
): void {
  const { feature, split, child, path } = tree.nodes;
  const { root, width } = tree;
  for (let row = 0; row < paths.length; row++) {
    const offset = row * width;
    let node = root;
    while (feature[node] >= 0) {
      const below = block[offset + feature[node]] < split[node];
      node = child[node] + (below ? 0 : 1);
    }
    paths[row] += path[node];
  }
}
