import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { IsolationForest as Reference } from "ml-isolation-forest";
import {
  fitIsolationForest,
  type IsolationForestOptions,
  scoreRows,
} from "@/lib/stats/detect/forest/isolation_forest.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import fixture from "@/tests/fixtures/stats/isolation_forest.json" with { type: "json" };

const features = fixture.features.map((values) => Float64Array.from(values));
const seeds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

function scoresOf(rows: readonly Float64Array[], options: Partial<IsolationForestOptions> = {}) {
  return scoreRows(
    fitIsolationForest(rows, { trees: 100, sample: 256, seed: 1, ...options }),
    rows,
  );
}

/** The share of pairs of an odd and an ordinary row in which the odd one scores higher. */
function areaUnderCurve(labels: readonly number[], scores: Float64Array): number {
  const odd = scores.filter((_, row) => labels[row] === 1);
  const ordinary = scores.filter((_, row) => labels[row] === 0);
  let won = 0;
  for (const high of odd) {
    for (const low of ordinary) won += high > low ? 1 : high === low ? 0.5 : 0;
  }
  return won / (odd.length * ordinary.length);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function highest(scores: ArrayLike<number>, count: number): number[] {
  return Array.from(scores, (_, row) => row)
    .sort((a, b) => scores[b] - scores[a]).slice(0, count).sort((a, b) => a - b);
}

Deno.test("scoreRows() tells odd rows as well as scikit-learn does", () => {
  const ours = seeds.map((seed) => areaUnderCurve(fixture.labels, scoresOf(features, { seed })));
  // Between scikit-learn's own seeds the area moves by 0.004.
  const difference = meanOf(ours) - meanOf(fixture.auc);
  assert(Math.abs(difference) < 0.004, `areas differ by ${difference}`);
});

Deno.test("scoreRows() gives scikit-learn's scores, but for chance", () => {
  const scores = scoresOf(features, { trees: 1000 });
  const differences = fixture.score.map((score, row) => Math.abs(scores[row] - score));
  assert(meanOf(differences) < 0.006, `mean difference is ${meanOf(differences)}`);
  assert(Math.max(...differences) < 0.04, `greatest is ${Math.max(...differences)}`);
});

Deno.test("scoreRows() agrees with ml-isolation-forest on which rows are the oddest", () => {
  // On a small cluster with five rows far off, that package's flaws do not show.
  const cluster = features.map((values) => values.slice(0, 100));
  const far = [40, -30, 55, 70, -60];
  const rows = cluster.map((values) => Float64Array.from([...values, ...far]));
  const reference = new Reference({ nEstimators: 100 });
  const table = Array.from(rows[0], (_, row) => rows.map((values) => values[row]));
  reference.train(table);
  const oddest = [100, 101, 102, 103, 104];
  assertEquals(highest(reference.predict(table), 5), oddest);
  assertEquals(highest(scoresOf(rows), 5), oddest);
});

Deno.test("scoreRows() gives the same for the same seed and other numbers for another", () => {
  assertEquals(scoresOf(features), scoresOf(features));
  assert(scoresOf(features)[0] !== scoresOf(features, { seed: 2 })[0]);
});

Deno.test("scoreRows() is worked out by hand for two rows", () => {
  // Each tree splits 1 from 2: both have path 1 = c(2), so the score is 2^-1.
  assertEquals(scoresOf([Float64Array.of(1, 2)]), Float64Array.of(0.5, 0.5));
});

Deno.test("scoreRows() leaves incomplete rows out of the fit and gives them NaN", () => {
  const gappy = features.map((values) => Float64Array.from([...values, 0, 1e9]));
  gappy[0][960] = NaN;
  gappy[1][961] = Infinity;
  const scores = scoresOf(gappy);
  assertEquals(scores.slice(960), Float64Array.of(NaN, NaN));
  assertEquals(scores.slice(0, 960), scoresOf(features));
});

Deno.test("scoreRows() takes rows that no split can tell apart", async (t) => {
  const cases: [string, number[], number[]][] = [
    // No split at all: the path is c(2) = 1, and 2^-1 the score of the ordinary.
    ["all equal", [3, 3], [0.5, 0.5]],
    ["one row", [3], [0.5]],
    ["no row", [], []],
    ["no complete row", [NaN, NaN], [NaN, NaN]],
    ["neighbours among doubles", [1, 1 + Number.EPSILON], [0.5, 0.5]],
    ["the whole range of doubles", [-Number.MAX_VALUE, Number.MAX_VALUE], [0.5, 0.5]],
  ];
  for (const [name, values, expected] of cases) {
    await t.step(name, () => {
      assertEquals(scoresOf([Float64Array.from(values)]), Float64Array.from(expected));
    });
  }
});

Deno.test("scoreRows() scores rows that the forest has not seen", () => {
  const forest = fitIsolationForest(features, { trees: 100, sample: 256, seed: 1 });
  const [centre, outside] = scoreRows(forest, features.map(() => Float64Array.of(0, 1000)));
  assert(centre < 0.5 && outside > 0.6);
});

Deno.test("scoreRows() tells how far beyond what a forest was fitted to a row lies", () => {
  const random = createRandom(3);
  const fitted = [0, 1].map(() => Float64Array.from({ length: 256 }, random));
  const forest = fitIsolationForest(fitted, { trees: 100, sample: 256, seed: 1 });
  const far = [0.5, 1, 2, 5, 1000];
  const scores = scoreRows(forest, [Float64Array.from(far), new Float64Array(5).fill(0.5)]);
  const [middle, edge, near, farther, farthest] = scores;
  assertEquals([edge > middle, near > edge, farther >= near], [true, true, true]);
  // Half of the splits are of the first feature, and none of them counts from some distance on.
  assert(farthest > 0.7 && farthest === farther, `${farthest}`);
  // Beyond in both, nothing is left of the path but what a leaf of several rows adds.
  const [both] = scoreRows(forest, [Float64Array.of(1000), Float64Array.of(-1000)]);
  assert(both > 0.95, `${both}`);
});

Deno.test("scoreRows() leaves rows within what a forest was fitted to as they are", () => {
  const forest = fitIsolationForest(features, { trees: 100, sample: 256, seed: 1 });
  const plain = {
    ...forest,
    nodes: { ...forest.nodes, reach: new Float64Array(forest.nodes.reach.length) },
  };
  assertEquals(scoreRows(plain, features), scoreRows(forest, features));
});
