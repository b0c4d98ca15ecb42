import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { detectAnomalies } from "@/lib/stats/detect/detect.ts";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import type { ForestParameters } from "@/lib/stats/detect/forest/forest.ts";
import { codeOfJudgement, codeOfOddity } from "@/lib/stats/detect/oddity.ts";
import { detectByPast, type DetectContext, tellForest } from "@/lib/steps/detect/forest.ts";

const FOREST: ForestParameters = {
  method: "isolation_forest",
  window: 7,
  threshold: 3,
  lag: 7,
  contamination: 0.05,
  seed: 1,
};

/** What a child computes, in this process. */
const CONTEXT: DetectContext = {
  compute: {
    detect: (values, parameters) => Promise.resolve(detectAnomalies(values, parameters)),
  },
  signal: new AbortController().signal,
};

function series(length: number, last = 0): Float64Array {
  return Float64Array.from(
    { length },
    (_, i) => 100 + 10 * Math.sin(i) + (i === length - 1 ? last : 0),
  );
}

Deno.test("detectByPast() judges what comes after the first points, by what was before it", async () => {
  const { score, judged } = await detectByPast(series(90), FOREST, CONTEXT);
  assertEquals(score.findIndex((value) => !Number.isNaN(value)), 30);
  assertEquals([...judged.subarray(30)], new Array(60).fill(codeOfJudgement("past")));
  assertEquals(judged[0], codeOfJudgement("none"));
  // The last stretch begins at 85: nothing before it knows of the last point.
  const other = await detectByPast(series(90, 500), FOREST, CONTEXT);
  assertEquals(other.score.subarray(0, 85), score.subarray(0, 85));
  assertEquals(other.score[89] > score[89], true);
});

Deno.test("detectByPast() judges nothing where all points are needed to begin", async () => {
  for (const length of [0, 1, 30]) {
    const { score, flagged } = await detectByPast(series(length), FOREST, CONTEXT);
    assertEquals(score, new Float64Array(length).fill(NaN));
    assertEquals(flagged, new Uint8Array(length));
  }
});

Deno.test("tellForest() flags above a limit, but nothing that is muted", () => {
  const none = Float64Array.of(1, 1, 1);
  const detection: Detection = {
    expected: none,
    lower: none,
    upper: none,
    score: Float64Array.of(80, 80, 40),
    flagged: Uint8Array.of(0, 0, 1),
    kind: new Uint8Array(3),
    judged: Uint8Array.of(
      codeOfJudgement("past"),
      codeOfJudgement("muted"),
      codeOfJudgement("past"),
    ),
  };
  const unusual = codeOfOddity("unusual");
  const told = tellForest(detection, 60);
  assertEquals([...told.flagged], [1, 0, 0]);
  assertEquals([...told.kind], [unusual, 0, unusual]);
  assertEquals([...tellForest(detection, null).flagged], [0, 0, 1]);
});
