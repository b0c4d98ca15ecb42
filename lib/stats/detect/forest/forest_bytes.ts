/**
 * The trees of a forest as bytes: of each feature the least and the greatest value, eight bytes each; the
 * root of each tree, four; of all nodes the feature and the first child, four each, then the split, or the
 * path length of a leaf, and the reach, eight each.
 *
 * @module
 */
import { emptyNodes, type Nodes } from "./isolation_tree.ts";
import type { IsolationForest } from "./isolation_forest.ts";

/** How much of all there is. */
export interface ForestSize {
  readonly width: number;
  readonly trees: number;
  readonly nodes: number;
}

/** What is read of a forest. */
export type ForestTrees = Omit<IsolationForest, "averagePath">;

/** What more than this has is no forest that anybody needs, and takes long to ask. */
const MOST = { width: 16, trees: 1000, nodes: 1_000_000, depth: 64, path: 1000 } as const;

const NODE_BYTES = 24;

/** Tells how much there is to write. */
export function sizeOfForest({ nodes, roots }: IsolationForest, width: number): ForestSize {
  // More nodes were made room for than are in use.
  const children = nodes.child.reduce((most, child) => Math.max(most, child), 0);
  const used = roots.reduce((most, root) => Math.max(most, root + 1), 0);
  return { width, trees: roots.length, nodes: Math.max(children === 0 ? 0 : children + 2, used) };
}

/** Writes a forest. */
export function bytesOfForest(forest: IsolationForest, size: ForestSize): Uint8Array {
  const { nodes, roots, least, greatest } = forest;
  const bytes = new Uint8Array(bytesOf(size));
  const write = new Pen(bytes);
  for (const value of least) write.float(value);
  for (const value of greatest) write.float(value);
  for (const root of roots) write.whole(root);
  for (let node = 0; node < size.nodes; node++) write.whole(nodes.feature[node]);
  for (let node = 0; node < size.nodes; node++) write.whole(nodes.child[node]);
  for (let node = 0; node < size.nodes; node++) {
    write.float(nodes.feature[node] < 0 ? nodes.path[node] : nodes.split[node]);
  }
  for (let node = 0; node < size.nodes; node++) write.float(nodes.reach[node]);
  return bytes;
}

/** Reads a forest; returns what is wrong with it where it is none that can be asked. */
export function forestFromBytes(bytes: Uint8Array, size: ForestSize): ForestTrees | string {
  for (const key of ["width", "trees", "nodes"] as const) {
    if (!Number.isInteger(size[key]) || size[key] > MOST[key]) return `it has too many ${key}`;
  }
  if (size.width === 0 || size.trees === 0) return "it has no trees";
  if (bytes.length !== bytesOf(size)) return "trees are missing";
  const read = new Pen(bytes);
  const floats = (count: number) => Float64Array.from({ length: count }, () => read.readFloat());
  const wholes = (count: number) => Int32Array.from({ length: count }, () => read.readWhole());
  const [least, greatest] = [floats(size.width), floats(size.width)];
  const roots = wholes(size.trees);
  const nodes = emptyNodes(size.nodes);
  nodes.feature.set(wholes(size.nodes));
  nodes.child.set(wholes(size.nodes));
  const numbers = floats(size.nodes);
  nodes.path.set(numbers.map((value, node) => nodes.feature[node] < 0 ? value : 0));
  nodes.split.set(numbers.map((value, node) => nodes.feature[node] < 0 ? 0 : value));
  nodes.reach.set(floats(size.nodes));
  if ([...least, ...greatest].some(Number.isNaN)) return "a bound is no number";
  return faultOf(nodes, roots, size) ?? { nodes, roots, least, greatest };
}

/** Says what is wrong with trees; `null` where every way down ends soon, at a path that there can be. */
function faultOf(
  nodes: Nodes,
  roots: Int32Array,
  { width, nodes: count }: ForestSize,
): string | null {
  const depth = new Int32Array(count);
  const isNode = (node: number) => node >= 0 && node < count;
  for (let node = 0; node < count; node++) {
    const feature = nodes.feature[node];
    if (feature < 0) {
      if (!(nodes.path[node] >= depth[node] && nodes.path[node] <= MOST.path)) {
        return `the leaf at node ${node} has no path`;
      }
      continue;
    }
    const child = nodes.child[node];
    // Children come after their parent, so that no way leads back.
    if (feature >= width || child <= node || !isNode(child + 1)) {
      return `node ${node} leads nowhere`;
    }
    if (!Number.isFinite(nodes.split[node]) || !(nodes.reach[node] >= 0)) {
      return `node ${node} splits at no number`;
    }
    if (depth[node] >= MOST.depth) return `node ${node} is too deep`;
    for (const next of [child, child + 1]) depth[next] = Math.max(depth[next], depth[node] + 1);
  }
  return roots.every(isNode) ? null : "a tree has no root";
}

function bytesOf({ width, trees, nodes }: ForestSize): number {
  return 16 * width + 4 * trees + NODE_BYTES * nodes;
}

/** Writes or reads one number after another, the lowest byte first. */
class Pen {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  whole(value: number): void {
    this.#view.setInt32(this.#at, value, true);
    this.#at += 4;
  }

  float(value: number): void {
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  readWhole(): number {
    this.#at += 4;
    return this.#view.getInt32(this.#at - 4, true);
  }

  readFloat(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }
}
