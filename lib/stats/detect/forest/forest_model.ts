/**
 * Keeps a fitted forest as text, so that it can be applied to days that it has not seen.
 *
 * The text is `daybook-forest`, a version, the SHA-256 of what follows, and that in base64: the length of a
 * header, the header as JSON (what the forest looks at, and its limit), and four bytes for the feature, four
 * for the first child and eight for the split, or the path length of a leaf, of each node.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors.ts";
import type { IsolationForest } from "./isolation_forest.ts";

/** A forest, and what it must be asked with. */
export interface ForestModel {
  readonly forest: IsolationForest;
  /** Features of a row. */
  readonly width: number;
  /** What the features were made with: equal for rows that it may score. */
  readonly made: string;
  /** What scores above it is flagged, 0 to 100. */
  readonly limit: number;
}

interface Header {
  readonly width: number;
  readonly made: string;
  readonly limit: number;
  readonly averagePath: number;
  readonly nodes: number;
  readonly roots: readonly number[];
}

const NAME = "daybook-forest";
const VERSION = 1;
const NODE_BYTES = 16;

/** Writes a model as text. */
export function storeForest({ forest, width, made, limit }: ForestModel): string {
  const { nodes, roots, averagePath } = forest;
  const count = nodesIn(forest);
  const header: Header = { width, made, limit, averagePath, nodes: count, roots: [...roots] };
  const words = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(4 + words.length + NODE_BYTES * count);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, words.length, true);
  bytes.set(words, 4);
  for (let node = 0; node < count; node++) {
    const at = 4 + words.length + NODE_BYTES * node;
    const feature = nodes.feature[node];
    view.setInt32(at, feature, true);
    view.setInt32(at + 4, nodes.child[node], true);
    view.setFloat64(at + 8, feature < 0 ? nodes.path[node] : nodes.split[node], true);
  }
  return [NAME, VERSION, digestOf(bytes), Buffer.from(bytes).toString("base64")].join(" ");
}

/**
 * Reads a model.
 *
 * @throws AppError `MODEL_FAILED` where it is no model, of another version, or damaged
 */
export function readForest(text: string): ForestModel {
  const [name, version, digest, packed] = text.split(" ");
  if (name !== NAME || packed === undefined) {
    throw refusal("it is not one", `${text.length} characters`);
  }
  if (version !== String(VERSION)) throw refusal(`its version is not ${VERSION}`, version);
  const bytes = Uint8Array.from(Buffer.from(packed, "base64"));
  if (digestOf(bytes) !== digest) throw refusal("it is damaged", `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer);
  const length = view.getUint32(0, true);
  // The digest holds, so this is what storeForest wrote, or somebody who is able to write one.
  const header: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  if (bytes.length !== 4 + length + NODE_BYTES * header.nodes) {
    throw refusal("nodes are missing", `${bytes.length} bytes`);
  }
  const { width, made, limit, averagePath } = header;
  const nodes = readNodes(view, 4 + length, header);
  const forest = { nodes, roots: Int32Array.from(header.roots), averagePath };
  return { forest, width, made, limit };
}

function readNodes(view: DataView, from: number, header: Header): IsolationForest["nodes"] {
  const { nodes: count, width, roots } = header;
  const nodes = {
    feature: new Int32Array(count),
    split: new Float64Array(count),
    child: new Int32Array(count),
    path: new Float64Array(count),
  };
  const isNode = (node: number) => Number.isInteger(node) && node >= 0 && node < count;
  for (let node = 0; node < count; node++) {
    const at = from + NODE_BYTES * node;
    const feature = view.getInt32(at, true);
    const child = view.getInt32(at + 4, true);
    const number = view.getFloat64(at + 8, true);
    // Children come after their parent, so that every way down ends.
    if (feature >= width || (feature >= 0 && (child <= node || !isNode(child + 1)))) {
      throw refusal("a node leads nowhere", `node ${node}`);
    }
    nodes.feature[node] = feature;
    nodes.child[node] = child;
    nodes[feature < 0 ? "path" : "split"][node] = number;
  }
  if (!roots.every(isNode)) throw refusal("a tree has no root", `${roots.length} trees`);
  return nodes;
}

/** How many nodes are in use: more were made room for. */
function nodesIn({ nodes, roots }: IsolationForest): number {
  const children = nodes.child.reduce((most, child) => Math.max(most, child), 0);
  return Math.max(children === 0 ? 0 : children + 2, ...roots.map((root) => root + 1));
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function refusal(rule: string, value: string): AppError {
  return new AppError(
    "MODEL_FAILED",
    `Cannot read a stored model as ${rule}: current value is ${value}`,
  );
}
