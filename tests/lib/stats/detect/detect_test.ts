import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { detectAnomalies, type DetectParameters } from "@/lib/stats/detect/detect.ts";
import { codeOfJudgement } from "@/lib/stats/detect/oddity.ts";

const ROLLING: DetectParameters = { method: "rolling_z", window: 3, threshold: 3 };
const FOREST: DetectParameters = {
  method: "isolation_forest",
  window: 28,
  threshold: 3,
  lag: 7,
  contamination: 0.01,
  seed: 1,
};

Deno.test("detectAnomalies() with rolling_z tells expected, band, score and flag", () => {
  // 10, 12, 14: mean 12, deviation 2, band 12 ± 3 × 2. 20 is 4 deviations off: 100 × 4 / 7.
  const found = detectAnomalies(Float64Array.of(10, 12, 14, 20), ROLLING);
  assertEquals(found.expected[3], 12);
  assertEquals(found.lower[3], 6);
  assertEquals(found.upper[3], 18);
  assertEquals(found.score[3], 400 / 7);
  assertEquals(found.flagged, Uint8Array.of(0, 0, 0, 1));
});

Deno.test("detectAnomalies() with rolling_z flags above the threshold only", () => {
  // 18 is exactly 3 deviations above 12.
  const found = detectAnomalies(Float64Array.of(10, 12, 14, 18), ROLLING);
  assertEquals(found.score[3], 50);
  assertEquals(found.flagged[3], 0);
});

Deno.test("detectAnomalies() with rolling_z scores a move from a flat history 100", () => {
  const found = detectAnomalies(Float64Array.of(5, 5, 5, 9), ROLLING);
  assertEquals([found.lower[3], found.upper[3], found.score[3], found.flagged[3]], [5, 5, 100, 1]);
});

Deno.test("detectAnomalies() with robust_z tells median, band and score", () => {
  // 10, 12, 1000: median 12, distances 2, 0 and 988, whose median is 2. 42 is 30 above the middle.
  const deviation = 2 * 1.482602218505602;
  const robust: DetectParameters = { method: "robust_z", window: 3, threshold: 3 };
  const found = detectAnomalies(Float64Array.of(10, 12, 1000, 42), robust);
  assertEquals([found.expected[3], found.lower[3]], [12, 12 - 3 * deviation]);
  assertEquals(found.score[3], 100 * (30 / deviation) / (30 / deviation + 3));
  assertEquals(found.flagged, Uint8Array.of(0, 0, 0, 1));
});

Deno.test("detectAnomalies() judges by what came after where it is asked to", () => {
  const values = Float64Array.of(10, 20, 12, 14, 18);
  for (const method of ["rolling_z", "robust_z"] as const) {
    const both = detectAnomalies(values, { method, window: 4, threshold: 3, sides: "both" });
    const past = detectAnomalies(values, { method, window: 4, threshold: 3 });
    // Of the second value: 10, 12, 14 and 18 around it, 10 alone before it.
    assertEquals([both.expected[1], past.expected[1]], [method === "rolling_z" ? 13.5 : 13, NaN]);
    assertEquals([...both.judged], new Array(5).fill(codeOfJudgement("both")));
    assertEquals(past.judged[4], codeOfJudgement("past"));
  }
});

Deno.test("detectAnomalies() neither scores nor flags a gap", () => {
  const values = Float64Array.from({ length: 60 }, (_, day) => day % 7);
  values[40] = NaN;
  for (const parameters of [ROLLING, FOREST]) {
    const found = detectAnomalies(values, parameters);
    assertEquals([found.score[40], found.flagged[40]], [NaN, 0]);
  }
});

Deno.test("detectAnomalies() with isolation_forest flags the spike of a quiet series", () => {
  const values = Float64Array.from({ length: 200 }, (_, day) => 100 + 10 * Math.sin(day) + day % 7);
  values[150] = 400;
  const found = detectAnomalies(values, FOREST);
  assertEquals(found.flagged[150], 1);
  assert(found.score[150] > 70);
  // At most 1% of 200 values.
  assert(found.flagged.reduce((sum, flag) => sum + flag, 0) <= 2);
});

Deno.test("detectAnomalies() with isolation_forest flags nothing in a constant series", () => {
  const found = detectAnomalies(new Float64Array(100).fill(5), FOREST);
  assertEquals(found.flagged, new Uint8Array(100));
  assertEquals(found.score.every((score) => score <= 50), true);
});

Deno.test("detectAnomalies() gives the same for the same seed", () => {
  const values = Float64Array.from({ length: 300 }, (_, day) => Math.sin(day) * day);
  assertEquals(detectAnomalies(values, FOREST), detectAnomalies(values, FOREST));
});

Deno.test("detectAnomalies() takes an empty series", () => {
  for (const parameters of [ROLLING, FOREST]) {
    assertEquals(detectAnomalies(new Float64Array(), parameters).flagged, new Uint8Array());
  }
});
