import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { differencesFor, seasonalStrength } from "@/lib/stats/arima/differences.ts";
import fixture from "@/tests/fixtures/stats/differences.json" with { type: "json" };

Deno.test("differencesFor() says what R's nsdiffs and ndiffs say", async (t) => {
  for (const { name, period, d, D, values } of fixture) {
    await t.step(name, () => {
      assertEquals(differencesFor(Float64Array.from(values), period), { d, D });
    });
  }
});

Deno.test("differencesFor() takes none of noise, one of a line and of a random walk", () => {
  const noise = (i: number) => Math.sin(i * i * 12.9898);
  const of = (value: (i: number) => number) =>
    differencesFor(Float64Array.from({ length: 120 }, (_, i) => value(i)), 1);
  assertEquals(of(noise), { d: 0, D: 0 });
  assertEquals(of((i) => i + noise(i)), { d: 1, D: 0 });
  assertEquals(of(() => 4), { d: 0, D: 0 });
  let sum = 0;
  assertEquals(of((i) => sum += noise(i) + 0.3), { d: 1, D: 0 });
});

Deno.test("seasonalStrength() is near 1 for a season alone, and low for noise", () => {
  const week = Float64Array.from({ length: 84 }, (_, i) => i % 7);
  assert(seasonalStrength(week, 7) > 0.99);
  const noise = week.map((_, i) => Math.sin(i * i * 12.9898));
  assert(seasonalStrength(noise, 7) < 0.5);
});
