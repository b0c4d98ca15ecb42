import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { averagePath, emptyNodes, growTree } from "@/lib/stats/detect/forest/isolation_tree.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

Deno.test("averagePath() is the mean path of a failed search", () => {
  // c(3) = 2 (ln 2 + 0.5772156649) - 2 × 2 / 3 = 2.5407256911 - 1.3333333333.
  assertEquals([averagePath(0), averagePath(1), averagePath(2)], [0, 0, 1]);
  assert(Math.abs(averagePath(3) - 1.2073923578) < 1e-9);
});

Deno.test("growTree() sets every row of a small sample apart", () => {
  const nodes = emptyNodes(7);
  const features = [Float64Array.of(1, 2, 3, 4)];
  const options = { nodes, root: 0, random: createRandom(1) };
  const end = growTree(features, Int32Array.of(0, 1, 2, 3), options);
  // Depth is limited to log2(4) = 2; four leaves on three splits is the most there can be.
  assert(end <= 7);
  const leaves = [...nodes.feature.subarray(0, end)].filter((feature) => feature === -1);
  assertEquals(leaves.length, (end + 1) / 2);
});

Deno.test("growTree() never splits a feature that does not vary", () => {
  const nodes = emptyNodes(15);
  const features = [new Float64Array(8).fill(5), Float64Array.from({ length: 8 }, (_, i) => i)];
  const sample = Int32Array.from({ length: 8 }, (_, i) => i);
  growTree(features, sample, { nodes, root: 0, random: createRandom(1) });
  assertEquals(nodes.feature[0], 1);
});

Deno.test("growTree() makes a leaf of an empty sample", () => {
  const nodes = emptyNodes(1);
  assertEquals(growTree([], new Int32Array(), { nodes, root: 0, random: createRandom(1) }), 1);
  assertEquals([nodes.feature[0], nodes.path[0]], [-1, 0]);
});
