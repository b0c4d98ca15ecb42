import { deepStrictEqual as assertEquals, equal, ok as assert } from "node:assert/strict";
import { smooth, Smoother } from "@/lib/stats/decompose/loess.ts";
import { greatestGap } from "@/tests/helpers/numbers.ts";

const LINE = Float64Array.from({ length: 20 }, (_, i) => 3 + 2 * i);

Deno.test("smooth() leaves a straight line as it is where it fits lines, whatever the jump", () => {
  for (const jump of [1, 3, 7, 50]) {
    const smoothed = smooth({ values: LINE, weights: null }, { span: 7, degree: 1, jump });
    assert(greatestGap(smoothed, LINE) < 1e-12, `jump ${jump}`);
  }
});

Deno.test("smooth() weighs the neighbours by the cube of their distance", () => {
  // Reach 2 to either side, and the outermost count nothing: weights of 1 at a distance of 0 and
  // (1 - (1/2)³)³ = 0.669921875 at 1. (0.669921875 × 0 + 1 × 6 + 0.669921875 × 0) / 2.33984375
  const values = Float64Array.of(0, 0, 0, 6, 0, 0, 0);
  const smoothed = smooth({ values, weights: null }, { span: 5, degree: 0, jump: 1 });
  assert(Math.abs(smoothed[3] - 6 / 2.33984375) < 1e-12);
  assert(Math.abs(smoothed[2] - 0.669921875 * 6 / 2.33984375) < 1e-12);
});

Deno.test("smooth() keeps a value whose whole window weighs nothing", () => {
  const values = Float64Array.of(5, 9, 2, 4);
  const smoothed = smooth({ values, weights: new Float64Array(4) }, {
    span: 3,
    degree: 0,
    jump: 1,
  });
  assertEquals(smoothed, values);
});

Deno.test("smooth() gives a single value back", () => {
  const values = Float64Array.of(5);
  assertEquals(smooth({ values, weights: null }, { span: 3, degree: 1, jump: 1 }), values);
});

Deno.test("Smoother.extend() goes on with a straight line at both ends", () => {
  const smoother = new Smoother({ span: 7, degree: 1, jump: 1 }, LINE.length);
  const { before, after } = smoother.extend({ values: LINE, weights: null }, LINE);
  assert(Math.abs(before - 1) < 1e-12);
  assert(Math.abs(after - 43) < 1e-12);
});

Deno.test("Smoother.extend() repeats what was smoothed where nothing weighs", () => {
  const smoother = new Smoother({ span: 7, degree: 1, jump: 1 }, LINE.length);
  const sample = { values: LINE, weights: new Float64Array(20) };
  const { before, after } = smoother.extend(sample, LINE);
  equal(before, 3);
  equal(after, 41);
});

Deno.test("Smoother.smooth() gives each sample what it gets alone, weighed or not", () => {
  const loess = { span: 7, degree: 1, jump: 3 } as const;
  const smoother = new Smoother(loess, 20);
  const bent = LINE.map((value, i) => value + 5 * Math.sin(i));
  const samples = [
    { values: LINE, weights: null },
    { values: bent, weights: bent.map((_, i) => (i % 5) / 4) },
    { values: bent, weights: null },
    { values: LINE, weights: new Float64Array(20).fill(1) },
  ];
  for (const sample of samples) assertEquals(smoother.smooth(sample), smooth(sample, loess));
});
