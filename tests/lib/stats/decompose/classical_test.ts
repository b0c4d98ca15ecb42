import { ok as assert } from "node:assert/strict";
import { removeSeason, shapeOfSeason } from "@/lib/stats/decompose/classical.ts";
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("shapeOfSeason() finds what was added to a straight line", () => {
  // Even and odd seasons are averaged differently; shapes add up to 0.
  for (const shape of [[3, -1, -2], [4, 1, -2, -3]]) {
    const period = shape.length;
    const values = Float64Array.from({ length: 5 * period }, (_, i) => i + shape[i % period]);
    assert(greatestGap(shapeOfSeason(values, period, "additive"), shape) < 1e-12);
  }
});

Deno.test("shapeOfSeason() finds what a constant was multiplied by", () => {
  const shape = [0.5, 1.25, 1.25]; // 1 in the mean
  const values = Float64Array.from({ length: 12 }, (_, i) => 8 * shape[i % 3]);
  const found = shapeOfSeason(values, 3, "multiplicative");
  assert(greatestGap(found, shape) < 1e-12);
  assert(
    greatestGap(removeSeason(values, found, "multiplicative"), new Float64Array(12).fill(8)) <
      1e-12,
  );
});

Deno.test("removeSeason() takes off what was added", () => {
  const values = Float64Array.of(4, 0, 4, 0);
  assert(greatestGap(removeSeason(values, Float64Array.of(2, -2), "additive"), [2, 2, 2, 2]) === 0);
});
