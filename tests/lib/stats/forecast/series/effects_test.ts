import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import {
  findEffects,
  ownEffects,
  weightOf,
  withEffects,
  withoutEffects,
} from "@/lib/stats/forecast/series/effects.ts";

const WEEKLY = { season: 7 };

/** The same scatter around 0 every time, of a deviation of about 0.9. */
function scatter(i: number): number {
  return (i * 7919 % 31) / 10 - 1.5;
}

function days(length: number, of: (day: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, day) => of(day));
}

const SALE = days(300, (day) => day % 23 < 3 ? 1 : 0);
const PRICE = days(300, (day) => 8 + Math.floor(day / 31) * 5 % 4);

Deno.test("findEffects() finds what is added, beside a week and a wandering level", () => {
  const values = days(
    300,
    (day) => 100 + 5 * (day % 7) + 0.1 * day + scatter(day) + 12 * SALE[day] - 3 * PRICE[day],
  );
  const effects = findEffects({ values, past: [SALE, PRICE] }, WEEKLY)?.effects;
  assert(effects !== undefined && !effects.isLogarithm);
  assert(Math.abs(effects.sizes[0] - 12) < 0.6, `${effects.sizes[0]} is not about 12`);
  assert(Math.abs(effects.sizes[1] + 3) < 0.6, `${effects.sizes[1]} is not about -3`);
  assert(effects.errors.every((error) => error > 0.05 && error < 0.6), `${effects.errors}`);
  // Most days have no sale.
  assertEquals(effects.usual[0], 0);
});

Deno.test("findEffects() finds what multiplies, and keeps it for a longer history", () => {
  const week = [1, 3, 1, 1, 2, 4, 0.5];
  const values = days(
    300,
    (day) => 50 * week[day % 7] * Math.exp(day / 200 + scatter(day) / 20) * (1 + 0.3 * SALE[day]),
  );
  const early = { values: values.slice(0, 250), past: [SALE.slice(0, 250)] };
  const fit = findEffects(early, WEEKLY);
  assert(fit !== null && fit.effects.isLogarithm);
  // log 1.3 = 0.262.
  assert(Math.abs(fit.effects.sizes[0] - 0.262) < 0.03, `${fit.effects.sizes[0]}`);
  const later = findEffects({ values, past: [SALE] }, WEEKLY, fit.model);
  assertEquals(later?.model, fit.model);
  assert(Math.abs((later?.effects.sizes[0] ?? 0) - 0.262) < 0.03);
});

Deno.test("findEffects() is moved little by a few odd days, and by gaps", () => {
  const odd: Readonly<Record<number, number>> = { 40: 900, 46: -400, 101: 0, 202: NaN };
  const values = days(
    300,
    (day) => odd[day] ?? 100 + 5 * (day % 7) + scatter(day) + 12 * SALE[day],
  );
  const effects = findEffects({ values, past: [SALE] }, WEEKLY)?.effects;
  assert(Math.abs((effects?.sizes[0] ?? 0) - 12) < 1.5, `${effects?.sizes}`);
});

Deno.test("findEffects() knows nothing of what has not been yet, and of too short a history", () => {
  const values = days(60, (day) => 100 + 5 * (day % 7) + scatter(day));
  const none = new Float64Array(60);
  const effects = findEffects({ values, past: [none] }, WEEKLY)?.effects;
  assertEquals([effects?.sizes[0], effects?.errors[0]], [0, Infinity]);
  const short = { values: values.slice(0, 14), past: [SALE.slice(0, 14)] };
  assertEquals(findEffects(short, WEEKLY), null);
});

Deno.test("withoutEffects() and withEffects() take away and put back", async (t) => {
  const told = { mean: Float64Array.of(100, 100), deviation: Float64Array.of(3, 3) };
  const future = [Float64Array.of(10, 12)];
  await t.step("what is added", () => {
    // t is 2 / 1, so 1 - 1 / 4 of 2 counts: 1.5 for each above 10.
    const effects = {
      isLogarithm: false,
      sizes: Float64Array.of(2),
      errors: Float64Array.of(1),
      usual: Float64Array.of(10),
    };
    assertEquals(
      withoutEffects(Float64Array.of(100, 103), future, effects),
      Float64Array.of(100, 100),
    );
    assertEquals(withEffects(told, future, effects), {
      mean: Float64Array.of(100, 103),
      // √(3² + (2 × 1)²)
      deviation: Float64Array.of(3, Math.hypot(3, 2)),
    });
  });
  await t.step("what multiplies", () => {
    // All but nothing of log 2 / 2 is chance: two more double.
    const effects = {
      isLogarithm: true,
      sizes: Float64Array.of(Math.LN2 / 2),
      errors: Float64Array.of(1e-12),
      usual: Float64Array.of(10),
    };
    const rounded = (values: Float64Array) => values.map((one) => Math.round(one * 1e6) / 1e6);
    const { mean, deviation } = withEffects(told, future, effects);
    assertEquals(rounded(mean), Float64Array.of(100, 200));
    assertEquals(rounded(deviation), Float64Array.of(3, 6));
    const rest = withoutEffects(Float64Array.of(100, 200), future, effects);
    assertEquals(rounded(rest), Float64Array.of(100, 100));
  });
});

Deno.test("weightOf() counts an effect the more, the farther it is from chance", () => {
  // 1 - (1 / 2)² and 1 - (1 / -4)².
  assertEquals([weightOf(2, 1), weightOf(-4, 1)], [0.75, 0.9375]);
  assertEquals([weightOf(1, 1), weightOf(0.5, 1), weightOf(0, Infinity)], [0, 0, 0]);
  assertEquals(weightOf(5, Infinity), 0);
});

Deno.test("ownEffects() tells what a method found, without an error", () => {
  assertEquals(ownEffects(Float64Array.of(2), { past: [Float64Array.of(9, 7, 8)] }), {
    isLogarithm: false,
    sizes: Float64Array.of(2),
    errors: Float64Array.of(NaN),
    usual: Float64Array.of(8),
  });
});
