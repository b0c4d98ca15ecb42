import { deepStrictEqual as assertEquals, ok as assert, throws } from "node:assert/strict";
import { tsb } from "@/lib/stats/forecast/models/tsb.ts";
import fixture from "@/tests/fixtures/stats/tsb.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("tsb() equals the method of its paper in plain Python", async (t) => {
  for (const { name, alpha, beta, values, mean, deviation } of fixture) {
    await t.step(name, async () => {
      const found = await tsb({ alpha, beta })(Float64Array.from(values), 2);
      assert(greatestGap(found.mean, [mean, mean]) < 1e-12);
      assert(greatestGap(found.deviation, [deviation, deviation]) < 1e-12);
    });
  }
});

Deno.test("tsb() falls while nothing is demanded", async () => {
  const demand = Array.from({ length: 60 }, (_, i) => i % 4 === 0 ? 8 : 0);
  const rateAfter = async (zeros: number) => {
    const { mean } = await tsb()(Float64Array.from([...demand, ...Array(zeros).fill(0)]), 1);
    return mean[0];
  };
  assert(Math.abs(await rateAfter(0) - 2) < 0.5, "8 every 4 periods are 2 a period");
  assert(await rateAfter(40) < 0.7);
});

Deno.test("tsb() is near 0 for zeros, and steady for a constant", async () => {
  assertEquals(await tsb()(new Float64Array(30), 2), {
    mean: new Float64Array(2),
    deviation: new Float64Array(2),
  });
  const { mean, deviation } = await tsb()(new Float64Array(30).fill(4), 1);
  assert(greatestGap(mean, [4]) < 1e-12);
  assert(greatestGap(deviation, [0]) < 1e-12);
});

Deno.test("tsb() leaves gaps out, and scales with its values", async () => {
  const values = [0, 4, 0, 0, 6, 0, 1, 0];
  const whole = await tsb()(Float64Array.from(values), 2);
  const gappy = [NaN, ...values.flatMap((value) => [value, NaN])];
  assertEquals(await tsb()(Float64Array.from(gappy), 2), whole);
  for (const scale of [1e15, 1e-15]) {
    const { mean, deviation } = await tsb()(Float64Array.from(values, (v) => v * scale), 2);
    assert(greatestGap(mean, whole.mean.map((value) => value * scale)) < 1e-12 * scale);
    assert(greatestGap(deviation, whole.deviation.map((value) => value * scale)) < 1e-12 * scale);
  }
});

Deno.test("tsb() refuses values below 0, and one alone", () => {
  throws(() => tsb()(Float64Array.of(1, -2, 0), 1), { code: "MODEL_FAILED", message: /below 0/ });
  throws(() => tsb()(Float64Array.of(NaN, 3), 1), { code: "MODEL_FAILED", message: /needs 2/ });
});
