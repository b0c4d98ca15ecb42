import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { judgeByPast, type PlacedSeries } from "@/lib/stats/detect/seasonal/past.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

/** Noise with deviation 1 around a level of 0, without seasons. */
function placed(values: Float64Array, muted: readonly number[] = []): PlacedSeries {
  return {
    values,
    seasons: [],
    week: null,
    monthEnds: new Uint8Array(values.length),
    muted: Uint8Array.from(values, (_, i) => Number(muted.includes(i))),
    lag: 1,
    warm: 21,
    least: () => 0,
  };
}

function noise(length: number, memory = 0): Float64Array {
  const random = createRandom(1);
  let before = 0;
  return Float64Array.from({ length }, () => {
    const fresh = Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
    before = memory * before + fresh;
    return before;
  });
}

Deno.test("judgeByPast() finds the deviation of noise", () => {
  const { deviation, expected } = judgeByPast(placed(noise(400)));
  // 1, and somewhat more for what is not known of the level.
  for (const i of [150, 250, 350]) {
    assert(deviation[i] > 0.85 && deviation[i] < 1.35, `${deviation[i]}`);
  }
  assert(expected.subarray(100).every((mean) => Math.abs(mean) < 1));
});

Deno.test("judgeByPast() expects of noise with a memory what is left of the noise before", () => {
  const values = noise(600, 0.6);
  const { expected } = judgeByPast(placed(values));
  // Noise with a memory of 0.6 varies by 1 / (1 - 0.36) = 1.56; what cannot be known of it by 1.
  const errors = values.map((value, i) => value - expected[i]).subarray(200);
  const variance = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  assert(variance < 1.3, `${variance}`);
});

Deno.test("judgeByPast() tells where a new level began", () => {
  const values = noise(300).map((value, i) => i < 200 ? value : value + 6);
  const { shifts, expected } = judgeByPast(placed(values));
  assert(shifts.some((start) => Math.abs(start - 200) <= 1), `${shifts}`);
  assert(Math.abs(expected[210] - 6) < 1.5, `${expected[210]}`);
});

Deno.test("judgeByPast() learns nothing from what is muted, and doubts the day after it", () => {
  const values = noise(300);
  const other = values.slice();
  other[250] = 50;
  const found = judgeByPast(placed(values, [250]));
  assertEquals(judgeByPast(placed(other, [250])).expected, found.expected);
  assert(found.deviation[251] > 1.1 * found.deviation[249]);
});

Deno.test("judgeByPast() says nothing where too little is known", () => {
  const { expected, shifts } = judgeByPast(placed(noise(20)));
  assert(expected.every(Number.isNaN));
  assertEquals(shifts, []);
  assert(judgeByPast(placed(new Float64Array(50).fill(NaN))).expected.every(Number.isNaN));
});
