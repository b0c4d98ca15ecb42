/**
 * Grows one isolation tree: splits a sample at random until every row is alone.
 *
 * A feature that still varies is picked at random, and a split between its least
 * and its greatest value. A leaf holds the path length of the rows in it: its
 * depth, and c(rows), what splitting on would have added on average:
 * c(n) = 2 (ln(n - 1) + γ) - 2 (n - 1) / n, c(2) = 1, c(1) = 0.
 *
 * Source: Liu, Ting, Zhou: Isolation Forest (2008), algorithm 2 and equation 1.
 * Cost: O(sample × features × log sample) on average.
 *
 * @module
 */

const EULER_GAMMA = 0.5772156649015329;

/**
 * The nodes of all trees, one entry a node; children are neighbours, so one number
 * names both. The arrays are filled as trees grow.
 */
export interface Nodes {
  /** The feature that is split, or -1 for a leaf. */
  readonly feature: Int32Array;
  /** Rows below it go to the first child, others to the second. */
  readonly split: Float64Array;
  /** The first child. */
  readonly child: Int32Array;
  /** The path length of a leaf. */
  readonly path: Float64Array;
  /** Between the least and the greatest value that was split. */
  readonly reach: Float64Array;
}

/** Returns room for nodes. */
export function emptyNodes(count: number): Nodes {
  return {
    feature: new Int32Array(count),
    split: new Float64Array(count),
    child: new Int32Array(count),
    path: new Float64Array(count),
    reach: new Float64Array(count),
  };
}

/** Rows `from` to `to` of the sample, which belong to `node`. */
interface Branch {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

interface Range {
  readonly feature: number;
  readonly least: number;
  readonly greatest: number;
}

/** Returns c(rows), the average path length of a search that fails among as many rows. */
export function averagePath(rows: number): number {
  if (rows <= 1) return 0;
  if (rows === 2) return 1;
  return 2 * (Math.log(rows - 1) + EULER_GAMMA) - 2 * (rows - 1) / rows;
}

/**
 * Grows a tree whose root is node `root`, and returns the first node after it.
 * `sample` holds row numbers of `features` (one array each) and is reordered.
 */
export function growTree(
  features: readonly Float64Array[],
  sample: Int32Array,
  options: { readonly nodes: Nodes; readonly root: number; readonly random: () => number },
): number {
  const { nodes, root, random } = options;
  const maxDepth = Math.ceil(Math.log2(Math.max(2, sample.length)));
  const branches: Branch[] = [{ node: root, from: 0, to: sample.length, depth: 0 }];
  let free = root + 1;
  for (let branch = branches.pop(); branch !== undefined; branch = branches.pop()) {
    const { node, from, to, depth } = branch;
    const rows = sample.subarray(from, to);
    const range = depth < maxDepth ? pickRange(features, rows, random) : null;
    if (range === null) {
      nodes.feature[node] = -1;
      nodes.path[node] = depth + averagePath(rows.length);
      continue;
    }
    const split = pickSplit(range, random);
    const middle = from + partition(features[range.feature], rows, split);
    nodes.feature[node] = range.feature;
    nodes.split[node] = split;
    nodes.child[node] = free;
    nodes.reach[node] = range.greatest - range.least;
    branches.push({ node: free, from, to: middle, depth: depth + 1 });
    branches.push({ node: free + 1, from: middle, to, depth: depth + 1 });
    free += 2;
  }
  return free;
}

/** Picks among the features that vary in these rows, or gives `null` if none does. */
function pickRange(
  features: readonly Float64Array[],
  rows: Int32Array,
  random: () => number,
): Range | null {
  const untried = features.map((_, feature) => feature);
  while (rows.length > 1 && untried.length > 0) {
    const [feature] = untried.splice(Math.floor(random() * untried.length), 1);
    const values = features[feature];
    let least = Infinity;
    let greatest = -Infinity;
    for (const row of rows) {
      least = Math.min(least, values[row]);
      greatest = Math.max(greatest, values[row]);
    }
    if (greatest > least) return { feature, least, greatest };
  }
  return null;
}

/** Above the least and up to the greatest value, so that no side is empty. */
function pickSplit({ least, greatest }: Range, random: () => number): number {
  const share = random();
  const split = least * (1 - share) + greatest * share;
  return split > least && split <= greatest ? split : greatest;
}

/** Moves the rows below the split to the front and returns how many they are. */
function partition(values: Float64Array, rows: Int32Array, split: number): number {
  let below = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (values[row] >= split) continue;
    rows[i] = rows[below];
    rows[below] = row;
    below++;
  }
  return below;
}
