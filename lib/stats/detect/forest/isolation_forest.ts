/**
 * Scores rows by how quickly random splits set them apart from the others.
 *
 * score = 2^(-mean path length over the trees / c(sample)), from 0 to 1: odd rows
 * are near 1, ordinary ones below 0.5. The same as scikit-learn's `-score_samples`.
 *
 * No split lies beyond what a forest was fitted to, so that a row far beyond it would end where its outermost
 * row did, however far it is. So of a row that has a feature beyond all fitted ones, no split of that feature
 * adds to its path that it is farther from than the values split there are from each other. Rows within
 * what was fitted are scored as by the paper.
 *
 * A row that lacks a feature (NaN or infinite) takes no part: it is left out of
 * the samples and its score is NaN. Nothing is imputed.
 *
 * Source: Liu, Ting, Zhou: Isolation Forest (2008); the acceptable range of a split is that of Liu, Ting, Zhou:
 * On Detecting Clustered Anomalies Using SCiForest (2010), as `penalize_range` of isotree has it.
 * Cost: fitting O(rows + trees × sample × log sample), scoring O(rows × trees × log sample).
 *
 * @module
 */
import { averagePath, emptyNodes, growTree, type Nodes } from "./isolation_tree.ts";
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
  /** The least and the greatest of each feature among the rows that it was fitted to. */
  readonly least: Float64Array;
  readonly greatest: Float64Array;
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
  const nodes = emptyNodes(capacity);
  const roots = new Int32Array(trees);
  let free = 0;
  for (let tree = 0; tree < trees; tree++) {
    roots[tree] = free;
    drawToFront(rows, size, random);
    free = growTree(features, rows.slice(0, size), { nodes, root: free, random });
  }
  const over = (choose: (one: number, other: number) => number, start: number) =>
    Float64Array.from(
      features,
      (values) => rows.reduce((found, row) => choose(found, values[row]), start),
    );
  return {
    nodes,
    roots,
    averagePath: averagePath(size),
    least: over(Math.min, Infinity),
    greatest: over(Math.max, -Infinity),
  };
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
  shortenBeyond(scores, features, forest);
  const unit = forest.roots.length * forest.averagePath;
  for (let row = 0; row < length; row++) {
    const complete = features.every((values) => Number.isFinite(values[row]));
    // A single row has no path to measure: it is as ordinary as can be.
    const share = unit > 0 ? scores[row] / unit : 1;
    scores[row] = complete ? 2 ** -share : NaN;
  }
  return scores;
}

/** Takes from the paths of rows beyond what was fitted the splits that they lie far from. */
function shortenBeyond(
  paths: Float64Array,
  features: readonly Float64Array[],
  { nodes: { feature, split, child, reach }, roots, least, greatest }: IsolationForest,
): void {
  const isBeyond = (row: number, one: number) =>
    features[one][row] < least[one] || features[one][row] > greatest[one];
  const all = features.map((_, one) => one);
  for (let row = 0; row < paths.length; row++) {
    if (!all.some((one) => isBeyond(row, one))) continue;
    const beyond = all.map((one) => isBeyond(row, one));
    for (const root of roots) {
      let node = root;
      while (feature[node] >= 0) {
        const distance = features[feature[node]][row] - split[node];
        if (beyond[feature[node]] && Math.abs(distance) > reach[node]) paths[row]--;
        node = child[node] + (distance < 0 ? 0 : 1);
      }
    }
  }
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
