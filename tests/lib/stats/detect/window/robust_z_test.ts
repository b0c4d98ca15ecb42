import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { expectRobustly, type Sides } from "@/lib/stats/detect/window/robust_z.ts";
import { scoreAgainst } from "@/lib/stats/detect/window/rolling_z.ts";
import fixture from "@/tests/fixtures/stats/robust_z.json" with { type: "json" };

function lastScore(...values: number[]) {
  const series = Float64Array.from(values);
  return scoreAgainst(series, expectRobustly(series, 5)).at(-1);
}

Deno.test("expectRobustly() gives statsmodels' median and MAD", async (t) => {
  const values = Float64Array.from(fixture.values, (value) => value ?? NaN);
  for (const sides of ["past", "both"] as const satisfies readonly Sides[]) {
    await t.step(sides, () => {
      const { mean, deviation } = expectRobustly(values, fixture.window, sides);
      for (const [i, said] of fixture[sides].entries()) {
        if (said === null) assertEquals([mean[i], deviation[i]], [NaN, NaN]);
        else {
          assert(Math.abs(mean[i] - said[0]) <= 1e-12 * Math.abs(said[0]), `median of ${i}`);
          assert(Math.abs(deviation[i] - said[1]) <= 1e-12 * said[1], `deviation of ${i}`);
        }
      }
    });
  }
});

Deno.test("expectRobustly() scores by median and MAD, of which it says what it can", async (t) => {
  const cases: [string, number[], number][] = [
    // Median 14, distances 4, 2, 0, 2, 4 of which 2 is the median: (20 - 14) / (1.4826 × 2).
    ["a move", [10, 12, 14, 16, 18, 20], 6 / (1.482602218505602 * 2)],
    // One of them is far off: median 14, distances 4, 2, 0, 2, 986, and the median is still 2.
    ["a spike in the history", [10, 12, 14, 16, 1000, 20], 6 / (1.482602218505602 * 2)],
    // Of 12, 14, 16 and 18: median 15, distances 3, 1, 1, 3, halfway 2.
    ["a gap in the history", [NaN, 12, 14, 16, 18, 21], 6 / (1.482602218505602 * 2)],
    ["a missing value", [10, 12, 14, 16, 18, NaN], NaN],
    ["too short", [10, 12, 20], NaN],
    ["flat, no move", [5, 5, 5, 5], NaN],
    ["flat, then a move", [5, 5, 5, 9], Infinity],
    ["flat, then a move down", [0.1, 0.1, 0.1, 0], -Infinity],
    // Median 5, MAD 0, mean distance 5 / 5: (9 - 5) / (√(π / 2) × 1).
    ["mostly flat", [5, 5, 10, 5, 5, 9], 4 / Math.sqrt(Math.PI / 2)],
    ["great numbers", [1e308, 1e308, 1e308, 1.5e308], Infinity],
  ];
  for (const [name, values, expected] of cases) {
    await t.step(name, () => assertEquals(lastScore(...values), expected));
  }
});

Deno.test("expectRobustly() never has a value in its own window", () => {
  const values = Float64Array.of(1, 2, 3, 1, 2, 3, 2, 1000, 1, 2, 3);
  for (const sides of ["past", "both"] as const) {
    assertEquals(expectRobustly(values, 7, sides).mean[7], 2);
  }
});

Deno.test("expectRobustly() with both sides knows what came after", () => {
  // Before the third are 1 and 2, after it 8 and 9: the middle is halfway between 2 and 8.
  const { mean } = expectRobustly(Float64Array.of(1, 2, 100, 8, 9), 2, "both");
  assertEquals(mean[2], 5);
  assertEquals(expectRobustly(Float64Array.of(1, 2, 100, 8, 9), 2).mean[2], NaN);
});

Deno.test("expectRobustly() forgets what has left the window", () => {
  const { mean } = expectRobustly(Float64Array.of(1e6, 1e6, 1e6, 4, 5, 6, 7), 3);
  assertEquals([mean[3], mean[6]], [1e6, 5]);
});

Deno.test("expectRobustly() takes series that are empty or shorter than the window", () => {
  for (const sides of ["past", "both"] as const) {
    assertEquals(expectRobustly(new Float64Array(), 7, sides).mean, new Float64Array());
    assertEquals(expectRobustly(Float64Array.of(1, 2), 365, sides).mean, Float64Array.of(NaN, NaN));
  }
});

Deno.test("expectRobustly() knows from 200 values on how far a series reaches by itself", () => {
  // 300 values, every twentieth 1000 and the others 0 or 1 in turn. Of the 200 before the last, more than a
  // hundredth are 1000: the ends of the middle 99% are 0 and 1000, 1000 / 5.1517 = 194.1.
  const values = Float64Array.from({ length: 300 }, (_, i) => i % 20 === 0 ? 1000 : i % 2);
  const near = (window: number) => expectRobustly(values, window).deviation[299];
  assertEquals(near(200).toFixed(1), "194.1");
  // Of 199 values the MAD alone speaks: half of them are 1 away from the median, or none.
  assert(near(199) < 100);
});
