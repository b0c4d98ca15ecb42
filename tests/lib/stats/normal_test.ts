import { ok as assert } from "node:assert/strict";
import { MEDIAN_DISTANCE_TO_DEVIATION, normalQuantile } from "@/lib/stats/normal.ts";

Deno.test("normalQuantile() is R's qnorm()", () => {
  const cases = [
    [0.5, 0],
    [0.75, 0.67448975019608171],
    [0.9, 1.28155156554460081],
    [0.975, 1.95996398454005361],
    [0.995, 2.57582930354889994],
    [0.02, -2.05374891063182252],
    [1e-10, -6.3613409024040557],
  ];
  for (const [share, quantile] of cases) {
    assert(Math.abs(normalQuantile(share) - quantile) < 1e-14 * Math.max(1, -quantile), `${share}`);
  }
});

Deno.test("MEDIAN_DISTANCE_TO_DEVIATION is 1 over the upper quartile", () => {
  // Half of all normal values lie within 0.674489750196 deviations of the middle.
  assert(Math.abs(MEDIAN_DISTANCE_TO_DEVIATION * 0.67448975019608171 - 1) < 1e-15);
});
