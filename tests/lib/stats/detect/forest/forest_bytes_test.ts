import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  bytesOfForest,
  forestFromBytes,
  sizeOfForest,
} from "@/lib/stats/detect/forest/forest_bytes.ts";
import { fitIsolationForest } from "@/lib/stats/detect/forest/isolation_forest.ts";
import { emptyNodes, type Nodes } from "@/lib/stats/detect/forest/isolation_tree.ts";

Deno.test("forestFromBytes() gives back what bytesOfForest() wrote", () => {
  const forest = fitIsolationForest([new Float64Array()], { trees: 2, sample: 4, seed: 1 });
  assertEquals(sizeOfForest(forest, 1), { width: 1, trees: 2, nodes: 2 });
  const rows = [Float64Array.of(1, 2, 3, 40)];
  const fitted = fitIsolationForest(rows, { trees: 2, sample: 4, seed: 1 });
  const size = sizeOfForest(fitted, 1);
  const read = forestFromBytes(bytesOfForest(fitted, size), size);
  if (typeof read === "string") throw new TypeError(read);
  assertEquals(
    bytesOfForest({ ...read, averagePath: fitted.averagePath }, size),
    bytesOfForest(fitted, size),
  );
});

Deno.test("forestFromBytes() refuses a tree that is too deep to be asked", () => {
  const bounds = Float64Array.of(0);
  const chain = {
    nodes: chainOf(100),
    roots: Int32Array.of(0),
    averagePath: 1,
    least: bounds,
    greatest: bounds,
  };
  const size = { width: 1, trees: 1, nodes: 201 };
  // Node 2 × 64 lies 64 levels down.
  assertEquals(forestFromBytes(bytesOfForest(chain, size), size), "node 128 is too deep");
});

/** Each even node leads to the two after it: a leaf, and the next one. */
function chainOf(levels: number): Nodes {
  const nodes = emptyNodes(2 * levels + 1);
  nodes.path.fill(900);
  nodes.feature.fill(-1);
  for (let level = 0; level < levels; level++) {
    nodes.feature[2 * level] = 0;
    nodes.child[2 * level] = 2 * level + 1;
  }
  return nodes;
}
