import {
  deepStrictEqual as assertEquals,
  ok as assert,
  throws as assertThrows,
} from "node:assert/strict";
import { measure, seasonalScale } from "@/lib/stats/forecast/backtest/metrics.ts";
import {
  repeatSeason,
  seasonalDeviation,
  seasonalNaive,
} from "@/lib/stats/forecast/models/seasonal_naive.ts";
import fixture from "@/tests/fixtures/stats/seasonal_naive.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("seasonalNaive() equals R's snaive, and its errors R's MASE", async (t) => {
  for (const { name, period, values, actual, ...reference } of fixture) {
    await t.step(name, async () => {
      const history = Float64Array.from(values);
      const { mean, deviation } = await seasonalNaive(period)(history, actual.length);
      assertEquals(mean, Float64Array.from(reference.mean));
      assert(greatestGap(deviation, reference.deviation) < 1e-9 * deviation[0]);
      const scale = seasonalScale(history, period);
      assert(scale !== null);
      const cases = [[reference.mean, reference.mase], [
        reference.drift,
        reference.driftMase,
      ]] as const;
      for (const [forecast, expected] of cases) {
        const { mase } = measure({
          actual: Float64Array.from(actual),
          forecast: Float64Array.from(forecast),
          scale: Float64Array.from(actual, () => scale),
        });
        assert(mase !== null && Math.abs(mase - expected) < 1e-9, `${mase}`);
      }
    });
  }
});

Deno.test("repeatSeason() repeats the last season for as long as asked", () => {
  const history = Float64Array.of(1, 2, 3, 4, 5, 6);
  const ahead = repeatSeason(history, { season: 3, horizon: 7 });
  assertEquals(ahead, Float64Array.of(4, 5, 6, 4, 5, 6, 4));
});

Deno.test("repeatSeason() looks further back over gaps", async (t) => {
  const cases: [string, number[], number, number[]][] = [
    ["a gap in the last season", [1, 2, 3, 4, NaN, 6], 3, [4, 2, 6]],
    ["a place that was never seen repeats the last value", [NaN, 2, 3, NaN, 5, 6], 3, [6, 5, 6]],
    ["shorter than a season", [7, 8], 3, [8, 7, 8]],
    ["no value", [NaN], 3, [NaN, NaN, NaN]],
  ];
  for (const [name, history, season, expected] of cases) {
    await t.step(name, () => {
      const ahead = repeatSeason(Float64Array.from(history), { season, horizon: 3 });
      assertEquals(ahead, Float64Array.from(expected));
    });
  }
});

Deno.test("seasonalDeviation() grows with the root of the seasons ahead", () => {
  // Differences over a season of 2 are 3, 4, 3, 4: √((9 + 16 + 9 + 16) / 4) = √12.5.
  const history = Float64Array.of(0, 0, 3, 4, 6, 8);
  const once = Math.sqrt(12.5);
  const expected = Float64Array.of(once, once, once * Math.SQRT2, once * Math.SQRT2);
  assertEquals(seasonalDeviation(history, { season: 2, horizon: 4 }), expected);
});

Deno.test("seasonalDeviation() leaves pairs with a gap out", () => {
  // 1 to 4 alone is a pair without a gap.
  const history = Float64Array.of(1, NaN, 4, 9);
  assertEquals(seasonalDeviation(history, { season: 2, horizon: 1 }), Float64Array.of(3));
  assertEquals(seasonalDeviation(Float64Array.of(1, 2), { season: 2, horizon: 1 }), null);
});

Deno.test("seasonalNaive() is refused where no two values are a season apart", () => {
  assertThrows(() => seasonalNaive(7)(Float64Array.of(1, 2), 3), { code: "MODEL_FAILED" });
});
