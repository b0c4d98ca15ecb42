import { ok as assert, throws as assertThrows } from "node:assert/strict";
import { decompose } from "@/lib/stats/decompose/stl.ts";
import fixture from "@/tests/fixtures/stats/decompose.json" with { type: "json" };
import robust from "@/tests/fixtures/stats/decompose_robust.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("decompose() gives what R's stl gives", async (t) => {
  for (const { name, period, span, trendSpan, trendJump, robust, ...reference } of fixture) {
    await t.step(name, () => {
      const found = decompose(Float64Array.from(reference.values), {
        period,
        seasonalSpan: typeof span === "number" ? span : "periodic",
        trendSpan: trendSpan ?? undefined,
        trendJump: trendJump ?? undefined,
        robust,
      });
      for (const part of ["seasonal", "trend", "weights"] as const) {
        const gap = greatestGap(found[part], reference[part]);
        assert(gap < 1e-8, `${part} is off by ${gap}`);
      }
    });
  }
});

Deno.test("decompose() gives what statsmodels' STL gives where far values lose their weight", async (t) => {
  for (const { name, period, span, ...reference } of robust) {
    await t.step(name, () => {
      const found = decompose(Float64Array.from(reference.values), {
        period,
        seasonalSpan: typeof span === "number" ? span : "periodic",
        robust: true,
      });
      for (const part of ["seasonal", "trend", "weights"] as const) {
        const gap = greatestGap(found[part], reference[part]);
        assert(gap < 1e-8, `${part} is off by ${gap}`);
      }
    });
  }
});

Deno.test("decompose() gives parts that add up to the series", () => {
  const values = Float64Array.from({ length: 90 }, (_, i) => i + 5 * (i % 7) + (i * 37) % 11);
  const { trend, seasonal, remainder } = decompose(values, {
    period: 7,
    seasonalSpan: 11,
    robust: true,
  });
  const whole = trend.map((value, i) => value + seasonal[i] + remainder[i]);
  assert(greatestGap(whole, values) < 1e-12);
});

Deno.test("decompose() gives one spike no weight, and keeps it out of the season", () => {
  // The same week 12 times, and 1000 more on one day.
  const week = [10, 12, 14, 16, 18, 5, 3];
  const values = Float64Array.from({ length: 84 }, (_, i) => week[i % 7]);
  values[40] += 1000;
  const { seasonal, remainder, weights } = decompose(values, {
    period: 7,
    seasonalSpan: "periodic",
    robust: true,
  });
  assert(weights[40] === 0);
  assert(Math.abs(remainder[40] - 1000) < 1e-6);
  // The week's mean is 78 / 7.
  assert(Math.abs(seasonal[0] - (10 - 78 / 7)) < 1e-6);
});

Deno.test("decompose() takes a constant", () => {
  for (const robust of [false, true]) {
    const { trend, seasonal } = decompose(new Float64Array(30).fill(4), {
      period: 7,
      seasonalSpan: "periodic",
      robust,
    });
    assert(greatestGap(trend, new Float64Array(30).fill(4)) < 1e-12);
    assert(greatestGap(seasonal, new Float64Array(30)) < 1e-12);
  }
});

Deno.test("decompose() refuses two seasons and less, and gaps", () => {
  const options = { period: 7, seasonalSpan: 7 } as const;
  assertThrows(() => decompose(new Float64Array(14), options), {
    code: "MODEL_FAILED",
    message: /more than two seasons.*: current value is 14 values, 7 in a season$/,
  });
  const gap = new Float64Array(30).with(3, NaN);
  assertThrows(() => decompose(gap, options), { message: /gaps: current value is NaN at 3$/ });
});
