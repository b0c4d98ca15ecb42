import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { expectFromAround } from "@/lib/stats/detect/window/around.ts";

Deno.test("expectFromAround() gives mean and deviation of both sides, without the value", () => {
  // Around the third: 10, 12 and 16, 18, whose mean is 14 and whose squares are 16 + 4 + 4 + 16.
  const { mean, deviation } = expectFromAround(Float64Array.of(10, 12, 99, 16, 18), 2);
  assertEquals([mean[2], deviation[2]], [14, Math.sqrt(40 / 3)]);
  // Around the first there are two, around the second three: 10, 99 and 16.
  assertEquals([mean[0], mean[1]], [NaN, 125 / 3]);
});

Deno.test("expectFromAround() passes over gaps, and finds flat values flat", () => {
  const { mean, deviation } = expectFromAround(Float64Array.of(0.1, NaN, 0.1, 7, 0.1, 0.1), 3);
  assertEquals([mean[3], deviation[3]], [0.1, 0]);
});

Deno.test("expectFromAround() takes what is empty, and numbers whose squares overflow", () => {
  assertEquals(expectFromAround(new Float64Array(), 3).mean, new Float64Array());
  const great = Float64Array.of(1e200, -1e200, 3e200, 2e200);
  assertEquals(expectFromAround(great, 3).mean, new Float64Array(4).fill(NaN));
});
