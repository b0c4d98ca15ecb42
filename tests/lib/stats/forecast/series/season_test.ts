import { equal, ok as assert } from "node:assert/strict";
import { autocorrelations, hasSeason } from "@/lib/stats/forecast/series/season.ts";
import fixture from "@/tests/fixtures/stats/acf.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("autocorrelations() are those of the textbook's formula", () => {
  // Mean 3, distances -2 -1 0 1 2, whose squares add up to 10: (2 + 0 + 0 + 2) / 10, (0 - 1 + 0) / 10.
  const [one, two] = autocorrelations(Float64Array.of(1, 2, 3, 4, 5), 2) ?? [];
  assert(Math.abs(one - 0.4) < 1e-12);
  assert(Math.abs(two + 0.1) < 1e-12);
  equal(autocorrelations(new Float64Array(5).fill(2), 2), null);
});

Deno.test("autocorrelations() are R's", () => {
  const [{ values, most, correlations }] = fixture;
  const found = autocorrelations(Float64Array.from(values), most);
  assert(found !== null && greatestGap(found, correlations) < 1e-12);
});

Deno.test("hasSeason() sees a week, and none in a constant, a few days or a pure trend of noise", () => {
  const week = Float64Array.from({ length: 70 }, (_, i) => i % 7 < 5 ? 10 : 4);
  equal(hasSeason(week, 7), true);
  equal(hasSeason(week.subarray(0, 14), 7), false);
  equal(hasSeason(new Float64Array(70).fill(3), 7), false);
  equal(hasSeason(week, 1), false);
  // The digits of 1 / 61 in base 10 have no period of 7.
  let rest = 1;
  const digits = Float64Array.from({ length: 60 }, () => {
    const digit = Math.floor(rest * 10 / 61);
    rest = rest * 10 % 61;
    return digit;
  });
  equal(hasSeason(digits, 7), false);
});
