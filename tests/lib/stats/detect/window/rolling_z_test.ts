import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import fixture from "@/tests/fixtures/stats/rolling_z.json" with { type: "json" };
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { expectFromWindow, rollingZ } from "@/lib/stats/detect/window/rolling_z.ts";

function lastScore(...values: number[]) {
  return rollingZ(Float64Array.from(values), 3).at(-1);
}

Deno.test("rollingZ() scores a value against the window before it", () => {
  // 10, 12, 14 have mean 12 and sample standard deviation 2: (20 - 12) / 2 = 4.
  assertEquals(lastScore(10, 12, 14, 20), 4);
});

Deno.test("rollingZ() gives pandas' mean and deviation", () => {
  const values = Float64Array.from(fixture.values, (value) => value ?? NaN);
  const found = rollingZ(values, fixture.window);
  fixture.z.forEach((expected, i) => {
    if (expected === null) return assertEquals(found[i], NaN);
    assert(Math.abs(found[i] - expected) <= 1e-8 * (1 + Math.abs(expected)), `${i}: ${found[i]}`);
  });
});

Deno.test("rollingZ() forgets what has left the window", () => {
  assertEquals(lastScore(1e6, 10, 12, 14, 20), 4);
});

Deno.test("rollingZ() is undefined where history says too little", async (t) => {
  const cases: [string, number[], number][] = [
    ["too short", [10, 12, 20], NaN],
    ["a missing value", [10, 12, 14, NaN], NaN],
    ["a gap in the history", [10, NaN, 14, 20], NaN],
    ["flat, no move", [5, 5, 5, 5], NaN],
    ["flat, no move, of a number that doubles only come near to", [0.1, 0.1, 0.1, 0.1], NaN],
    ["flat, then a move", [5, 5, 5, 9], Infinity],
    ["flat, then a move down", [0.1, 0.1, 0.1, 0], -Infinity],
    ["squares that overflow", [1e200, -1e200, 3e200, 2e200], NaN],
  ];
  for (const [name, values, expected] of cases) {
    await t.step(name, () => assertEquals(lastScore(...values), expected));
  }
});

Deno.test("rollingZ() never has a value in its own window", () => {
  // With the value inside, z could not pass (7 - 1) / √7 = 2.27.
  const values = Float64Array.of(1, 2, 3, 1, 2, 3, 2, 1000);
  assert(rollingZ(values, 7)[7] > 100);
});

Deno.test("expectFromWindow() gives the mean and the sample deviation of the window", () => {
  const { mean, deviation } = expectFromWindow(Float64Array.of(10, 12, 14, 20), 3);
  assertEquals(mean, Float64Array.of(NaN, NaN, NaN, 12));
  assertEquals(deviation, Float64Array.of(NaN, NaN, NaN, 2));
});

Deno.test("expectFromWindow() gives nothing for nothing", () => {
  assertEquals(expectFromWindow(new Float64Array(), 7).mean, new Float64Array());
});

Deno.test("expectFromWindow() gives what two passes over each window give, whatever was in it", () => {
  const random = createRandom(1);
  const values = Float64Array.from({ length: 3000 }, random);
  values[700] = 1e9;
  values[1500] = -1e15;
  values[2000] = NaN;
  values.fill(7, 2200, 2300);
  for (const window of [3, 4, 7, 30, 365]) {
    const { mean, deviation } = expectFromWindow(values, window);
    for (let i = window; i < values.length; i++) {
      const past = [...values.subarray(i - window, i)].filter(Number.isFinite);
      if (past.length < 3) continue;
      const expected = past.reduce((sum, value) => sum + value, 0) / past.length;
      const squares = past.reduce((sum, value) => sum + (value - expected) ** 2, 0);
      const spread = Math.sqrt(squares / (past.length - 1));
      // Equal numbers have no deviation at all, which the sum above cannot show.
      const isFlat = past.every((value) => value === past[0]);
      assert(Math.abs(mean[i] - expected) <= 1e-9 * (Math.abs(expected) + spread), `mean at ${i}`);
      assert(
        isFlat ? deviation[i] === 0 : Math.abs(deviation[i] - spread) <= 1e-9 * spread,
        `deviation at ${i} of ${window}`,
      );
    }
  }
});
