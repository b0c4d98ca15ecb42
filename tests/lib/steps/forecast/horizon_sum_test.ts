import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { rangeOfTotal, totalOf } from "@/lib/steps/forecast/horizon_sum.ts";

/** Two periods ahead, 10 each, after sums of two that were off by each of some errors. */
function forecastAfter(errors: readonly number[], { least = 0 }: { readonly least?: number } = {}) {
  const values = errors.flatMap((error) => [5, 5 + error]);
  return {
    yhat: [10, 10],
    history: { periods: [], values: [least, ...values] },
    origins: errors.map((_, i) => ({ from: 1 + 2 * i, values: [5, 5] })),
  };
}

Deno.test("totalOf() adds up what is forecast", () => {
  assertIs(totalOf({ yhat: [1, 2.5] }), 3.5);
  assertIs(totalOf({ yhat: [] }), null);
});

Deno.test("rangeOfTotal() is as wide as sums of as many periods were off", async (t) => {
  await t.step("the greatest of a few holds in all cases but one more", () => {
    const range = rangeOfTotal(forecastAfter([1, -3, 2]));
    assertEquals(range, { lower: 17, upper: 23, held: 3, cases: 4 });
  });
  await t.step("the nineteenth of 19 holds in 95 of 100: ⌈20 × 0.95⌉ is 19", () => {
    const range = rangeOfTotal(forecastAfter(Array.from({ length: 19 }, (_, i) => i / 2)));
    assertEquals(range, { lower: 11, upper: 29, held: 95, cases: 100 });
  });
  await t.step("never below 0 where the history never was", () => {
    assertIs(rangeOfTotal(forecastAfter([30, 1, 1]))?.lower, 0);
    assertIs(rangeOfTotal(forecastAfter([30, 1, 1], { least: -1 }))?.lower, -10);
  });
});

Deno.test("rangeOfTotal() is unknown where such sums are too few", async (t) => {
  await t.step("two", () => assertIs(rangeOfTotal(forecastAfter([1, 2])), null));
  await t.step("of fewer periods", () => {
    assertIs(rangeOfTotal({ ...forecastAfter([1, 2, 3]), yhat: [10, 10, 10] }), null);
  });
  await t.step("with a gap in one of three", () => {
    const one = forecastAfter([1, 2, 3]);
    const values = one.history.values.with(1, NaN).map((value) => value >= 0 ? value : null);
    assertIs(rangeOfTotal({ ...one, history: { periods: [], values } }), null);
  });
  await t.step("that overlap", () => {
    const one = forecastAfter([1, 2, 3]);
    const origins = [1, 2, 3].map((from) => ({ from, values: [5, 5] }));
    assertIs(rangeOfTotal({ ...one, origins }), null);
  });
});
