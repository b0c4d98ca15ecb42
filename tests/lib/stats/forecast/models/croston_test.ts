import { deepStrictEqual as assertEquals, ok as assert, throws } from "node:assert/strict";
import { croston } from "@/lib/stats/forecast/models/croston.ts";
import fixture from "@/tests/fixtures/stats/croston.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("croston() equals R's croston without the correction", async (t) => {
  for (const { name, alpha, values, mean, deviation } of fixture) {
    await t.step(name, async () => {
      const model = croston({ alpha, isCorrected: false });
      const found = await model(Float64Array.from(values), mean.length);
      assert(greatestGap(found.mean, mean) < 1e-9);
      assert(greatestGap(found.deviation, mean.map(() => deviation)) < 1e-9);
    });
  }
});

Deno.test("croston() takes the bias away that Syntetos and Boylan found", async () => {
  const [{ values, mean }] = fixture;
  // With α = 0.1 the factor is 1 - 0.1 / 2.
  const corrected = await croston()(Float64Array.from(values), 3);
  assert(greatestGap(corrected.mean, mean.map((value) => 0.95 * value)) < 1e-9);
});

Deno.test("croston() forecasts 0 for zeros, and one demand by the time it took", async () => {
  assertEquals(await croston()(new Float64Array(30), 2), {
    mean: new Float64Array(2),
    deviation: new Float64Array(2),
  });
  // 8 after 4 periods is 2 a period; nothing came after it to err by, so that 2 is unknown too.
  const model = croston({ alpha: 0.1, isCorrected: false });
  assertEquals(await model(Float64Array.of(0, 0, 0, 8), 1), {
    mean: Float64Array.of(2),
    deviation: Float64Array.of(2),
  });
});

Deno.test("croston() leaves gaps out, and scales with its values", async () => {
  const values = [0, 4, 0, 0, 6, 0, 1, 0];
  const whole = await croston()(Float64Array.from(values), 2);
  const gappy = [NaN, ...values.flatMap((value) => [value, NaN])];
  assertEquals(await croston()(Float64Array.from(gappy), 2), whole);
  for (const scale of [1e15, 1e-15]) {
    const { mean, deviation } = await croston()(Float64Array.from(values, (v) => v * scale), 2);
    assert(greatestGap(mean, whole.mean.map((value) => value * scale)) < 1e-12 * scale);
    assert(greatestGap(deviation, whole.deviation.map((value) => value * scale)) < 1e-12 * scale);
  }
});

Deno.test("croston() refuses values below 0, and one alone", () => {
  throws(() => croston()(Float64Array.of(1, -2, 0), 1), {
    code: "MODEL_FAILED",
    message: /falls below 0: current value is -2$/,
  });
  throws(() => croston()(Float64Array.of(NaN, 3), 1), {
    code: "MODEL_FAILED",
    message: /needs 2 periods: current value is 1$/,
  });
});
