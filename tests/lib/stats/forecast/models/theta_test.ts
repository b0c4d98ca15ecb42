import { ok as assert, throws as assertThrows } from "node:assert/strict";
import { theta } from "@/lib/stats/forecast/models/theta.ts";
import fixture from "@/tests/fixtures/stats/theta.json" with { type: "json" };

Deno.test("theta() gives what R's thetaf gives", async (t) => {
  for (const { name, period, values, mean, deviation } of fixture) {
    await t.step(name, async () => {
      const found = await theta(period)(Float64Array.from(values), mean.length);
      mean.forEach((expected, h) => {
        // The two searches end at slightly different smoothing parameters.
        assert(Math.abs(found.mean[h] / expected - 1) < 2e-3, `mean ${h}: ${found.mean[h]}`);
        if (period > 1) return; // R does not scale the deviation by the season
        assert(Math.abs(found.deviation[h] / deviation[h] - 1) < 0.02, `deviation ${h}`);
      });
    });
  }
});

Deno.test("theta() goes on with half the slope of a straight line", async () => {
  // The level follows the line with alpha near 1, so that each period adds 3 / 2.
  const values = Float64Array.from({ length: 40 }, (_, i) => 5 + 3 * i);
  const { mean } = await theta(1)(values, 3);
  assert(Math.abs(mean[1] - mean[0] - 1.5) < 1e-9);
  assert(Math.abs(mean[0] - (5 + 3 * 39 + 1.5)) < 0.05);
});

Deno.test("theta() refuses fewer than four periods", () => {
  assertThrows(() => theta(1)(Float64Array.of(1, 2, 3), 2), { code: "MODEL_FAILED" });
});
