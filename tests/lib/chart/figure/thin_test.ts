import { deepStrictEqual as assertEquals, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  mostPoints,
  thin,
  thinnedWords,
  thinTogether,
  turnsOften,
} from "@/lib/chart/figure/thin.ts";

Deno.test("mostPoints() gives a phone fewer points than a page", () => {
  const colours = new Map();
  // 920 × 1 and 360 × 0.5.
  const most = [920, 360].map((width) => mostPoints({ width, colours }));
  assertEquals(most, [920, 180]);
});

Deno.test("thin() leaves short lines as they are", () => {
  assertEquals(thin([3, null, 1], 10), [0, 1, 2]);
});

Deno.test("thin() keeps the ends, the extremes and the gaps of a long line", () => {
  const values = Array.from({ length: 100_000 }, (_, index): number | null => Math.sin(index / 50));
  values[31_415] = 1000;
  values[27_182] = -1000;
  values[16_180] = null;
  const kept = new Set(thin(values, 2000));
  ok(kept.size <= 2000, `${kept.size} are too many`);
  for (const index of [0, 16_180, 27_182, 31_415, 99_999]) ok(kept.has(index), `${index} is lost`);
});

Deno.test("thin() gives ascending positions within its limit for any values", () => {
  const amounts = fc.array(fc.oneof(fc.double(), fc.constant(null)), { maxLength: 400 });
  fc.assert(fc.property(amounts, fc.integer({ min: 5, max: 60 }), (values, limit) => {
    const kept = thin(values, limit);
    ok(kept.length <= Math.max(limit, 0) || values.length <= limit);
    assertEquals(kept, [...new Set(kept)].sort((a, b) => a - b));
    const finite = values.filter((value): value is number =>
      value !== null && Number.isFinite(value)
    );
    if (finite.length > 0) {
      ok(kept.some((index) => values[index] === Math.max(...finite)), "the greatest is lost");
      ok(kept.some((index) => values[index] === Math.min(...finite)), "the least is lost");
    }
  }));
});

Deno.test("turnsOften() tells a season from what moves slowly", () => {
  const weeks = Array.from({ length: 70 }, (_, day) => [3, 4, 5, 5.5, 5, 2, 1][day % 7]);
  const noisy = Array.from({ length: 70 }, (_, day) => day % 2);
  // A week has two turns in seven days, which is more than a fourth of them.
  assertEquals([weeks, noisy].map(turnsOften), [true, true]);
  const year = Array.from({ length: 365 }, (_, day) => Math.sin(day / 58));
  assertEquals([year, [], [1, null, 3], [1, 2, 3]].map(turnsOften), [false, false, false, false]);
});

Deno.test("thin() keeps what is marked besides, though it lies between its neighbours", () => {
  const values = Array.from({ length: 10_000 }, (_, index) => index % 100);
  const kept = thin(values, 300, [4_321, 7_777]);
  ok(kept.includes(4_321) && kept.includes(7_777));
  assertEquals(kept, kept.toSorted((a, b) => a - b));
  // 300 by the limit, and the two.
  ok(kept.length <= 302);
});

Deno.test("thinTogether() keeps the extremes of each line at the same places for all", () => {
  const [lower, upper] = [-1, 1].map((sign) =>
    Array.from({ length: 50_000 }, (_, index) => sign * (10 + index % 7))
  );
  lower[12_345] = -500;
  upper[23_456] = 500;
  const kept = thinTogether([lower, upper], 900);
  ok(kept.includes(12_345) && kept.includes(23_456));
  ok(kept.length <= 900, `${kept.length} are too many`);
  assertEquals(thinTogether([[1, 2, 3], [4, 5, 6]], 10), [0, 1, 2]);
  assertEquals(thinTogether([], 10), []);
});

Deno.test("thinnedWords() speaks where a pixel stands for more than two periods", () => {
  const asked = (width: number, most = width) => ({ width, most, grain: "hour" as const });
  // 306 runs of three points and two ends fit into 920: of 100,000 each has 326.8.
  equal(thinnedWords(100_000, asked(920)), "high and low of every 327 hours");
  // On a phone 59 runs fit into 180: 1694.9.
  equal(thinnedWords(100_000, asked(360, 180)), "high and low of every 1,695 hours");
  equal(thinnedWords(1840, asked(920)), null);
  equal(thinnedWords(1841, asked(920)), "high and low of every 7 hours");
});
