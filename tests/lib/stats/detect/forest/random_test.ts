import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

function take(count: number, random: () => number): number[] {
  return Array.from({ length: count }, random);
}

Deno.test("createRandom() gives the same numbers for the same seed", () => {
  assertEquals(take(5, createRandom(7)), take(5, createRandom(7)));
  assert(take(1, createRandom(7))[0] !== take(1, createRandom(8))[0]);
});

Deno.test("createRandom() spreads over 0 to 1 evenly", () => {
  const counts = new Float64Array(10);
  for (const value of take(100_000, createRandom(1))) counts[Math.floor(value * 10)]++;
  // 10,000 expected in each tenth, with a standard deviation of √(10,000 × 0.9) = 95.
  assert(counts.every((count) => Math.abs(count - 10_000) < 4 * 95), counts.join());
});
