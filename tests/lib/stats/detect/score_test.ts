import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { scoreOfZ, zOfScore } from "@/lib/stats/detect/score.ts";

Deno.test("scoreOfZ() grows with the distance, from 0 to 100", () => {
  const cases = [[0, 0], [1, 25], [-3, 50], [9, 75], [Infinity, 100], [-Infinity, 100], [NaN, NaN]];
  for (const [z, score] of cases) assertEquals(scoreOfZ(z), score);
});

Deno.test("scoreOfZ() is never above 100, however far off a value is", () => {
  for (let exponent = 0; exponent <= 308; exponent++) {
    const score = scoreOfZ(1.7 * 10 ** exponent);
    assertEquals(score >= 0 && score <= 100, true, `1.7e${exponent} scores ${score}`);
  }
  assertEquals(scoreOfZ(Number.MAX_VALUE), 100);
});

Deno.test("zOfScore() gives back the size of a z", () => {
  for (const z of [0, 0.1, 1, 2.5, 3, 1e6, Infinity, NaN]) assertEquals(zOfScore(scoreOfZ(z)), z);
});
