/**
 * Fits and scores 100,000 × 3 with our forest, and tells its AUC. The peer is
 * isolation_forest_peer.py, on the same rows:
 *
 *     deno bench bench/isolation_forest_bench.ts
 *     OPENBLAS_NUM_THREADS=1 python3 bench/isolation_forest_peer.py
 *
 * @module
 */
import { fitIsolationForest, scoreRows } from "@/lib/stats/detect/forest/isolation_forest.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

const ROWS = 100_000;
const ODD_ROWS = 1_000;
const OPTIONS = { trees: 100, sample: 256 };

/** Odd rows come first, uniform in a box; the others are sums of four uniform numbers. */
function makeRows(): readonly Float64Array[] {
  const random = createRandom(1);
  const features = [0, 1, 2].map(() => new Float64Array(ROWS));
  for (let row = 0; row < ROWS; row++) {
    for (const values of features) {
      const spread = random() + random() + random() + random() - 2;
      values[row] = row < ODD_ROWS ? 6 * random() - 3 : spread;
    }
  }
  return features;
}

/** The area under the ROC curve from the ranks of the odd rows, which come first. */
function areaUnderCurve(scores: Float64Array): number {
  const order = Array.from(scores, (_, row) => row).sort((a, b) => scores[a] - scores[b]);
  let ranks = 0;
  for (const [rank, row] of order.entries()) ranks += row < ODD_ROWS ? rank + 1 : 0;
  return (ranks - ODD_ROWS * (ODD_ROWS + 1) / 2) / (ODD_ROWS * (ROWS - ODD_ROWS));
}

const features = makeRows();
for (const seed of [0, 1, 2]) {
  const scores = scoreRows(fitIsolationForest(features, { ...OPTIONS, seed }), features);
  console.log(`seed ${seed} auc ${areaUnderCurve(scores).toFixed(4)}`);
}

Deno.bench("isolation forest, 100,000 x 3, fit and score", () => {
  scoreRows(fitIsolationForest(features, { ...OPTIONS, seed: 0 }), features);
});
