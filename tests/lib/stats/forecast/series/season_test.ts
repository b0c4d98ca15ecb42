import { equal, ok as assert } from "node:assert/strict";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import {
  autocorrelations,
  hasSeason,
  hasSeasonBesideTrend,
} from "@/lib/stats/forecast/series/season.ts";
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

Deno.test("hasSeason() and hasSeasonBesideTrend() find a season in one of ten series of noise at most", () => {
  // 400 series: one in ten is 40, and its own deviation 6.
  const series = Array.from({ length: 400 }, (_, seed) => {
    const random = createRandom(seed + 1);
    return Float64Array.from({ length: 120 }, () => random() + random() + random());
  });
  for (const season of [4, 7, 12]) {
    for (const has of [hasSeason, hasSeasonBesideTrend]) {
      const found = series.filter((values) => has(values, season)).length;
      assert(found <= 40 + 2 * 6, `${found} of 400 with a season of ${season}`);
    }
  }
});
