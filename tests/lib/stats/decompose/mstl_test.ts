import { ok as assert } from "node:assert/strict";
import { decomposeSeasons } from "@/lib/stats/decompose/mstl.ts";
import fixture from "@/tests/fixtures/stats/mstl.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("decomposeSeasons() gives what R's mstl gives", () => {
  const [{ values, periods, trend, first, second }] = fixture;
  const found = decomposeSeasons(Float64Array.from(values), periods);
  // The values are in the ten thousands.
  assert(greatestGap(found.trend, trend) < 1e-6);
  assert(greatestGap(found.seasonal[0], first) < 1e-6);
  assert(greatestGap(found.seasonal[1], second) < 1e-6);
  const whole = found.trend.map((value, i) =>
    value + found.seasonal[0][i] + found.seasonal[1][i] + found.remainder[i]
  );
  assert(greatestGap(whole, values) < 1e-8);
});
