import { deepStrictEqual as assertEquals, ok as assert, throws } from "node:assert/strict";
import { drift } from "@/lib/stats/forecast/models/drift.ts";
import fixture from "@/tests/fixtures/stats/drift.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

Deno.test("drift() equals R's random walk with drift", async (t) => {
  for (const { name, values, mean, deviation } of fixture) {
    await t.step(name, async () => {
      const found = await drift(Float64Array.from(values), mean.length);
      assert(greatestGap(found.mean, mean) < 1e-9);
      assert(greatestGap(found.deviation, deviation) < 1e-9);
    });
  }
});

Deno.test("drift() goes on with a straight line, over gaps too", async () => {
  const values = Float64Array.of(NaN, 1, 2, NaN, NaN, 5, 6, NaN);
  // The line is 1 a period; the last value, 6, is one period before the end.
  assertEquals(await drift(values, 3), {
    mean: Float64Array.of(8, 9, 10),
    deviation: new Float64Array(3),
  });
});

Deno.test("drift() weighs a move over a gap as the moves it is made of", async () => {
  // From 0 to 2 in two periods, then to 5 and 4: b = 4 / 4 = 1. Squares: (2 - 2)² / 2 + (3 - 1)² +
  // (-1 - 1)² = 8; σ² = 8 / (3 moves - 1) = 4; one period ahead √(4 × (1 + 1 / 4)) = √5.
  const { mean, deviation } = await drift(Float64Array.of(0, NaN, 2, 5, 4), 1);
  assertEquals(mean, Float64Array.of(5));
  assert(Math.abs(deviation[0] - Math.sqrt(5)) < 1e-12);
});

Deno.test("drift() keeps its digits for huge, tiny and constant values", async () => {
  for (const scale of [1e15, 1e-15, 0]) {
    const { mean, deviation } = await drift(Float64Array.of(1, 3, 4, 7).map((v) => v * scale), 2);
    // b = 6 / 3 = 2; squares 0 + 1 + 1 = 2; σ² = 1; √(1 + 1 / 3) and √(2 + 4 / 3).
    assert(greatestGap(mean, [9 * scale, 11 * scale]) <= 1e-12 * scale);
    const expected = [Math.sqrt(4 / 3) * scale, Math.sqrt(10 / 3) * scale];
    assert(greatestGap(deviation, expected) <= 1e-12 * scale);
  }
});

Deno.test("drift() refuses fewer than three values", () => {
  for (const values of [[], [1], [1, NaN, 2]]) {
    throws(() => drift(Float64Array.from(values), 2), {
      code: "MODEL_FAILED",
      message: /needs 3 values: current value is [012]$/,
    });
  }
});
