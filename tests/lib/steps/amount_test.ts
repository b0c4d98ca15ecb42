import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { roundAmount, roundAmounts } from "@/lib/steps/amount.ts";

Deno.test("roundAmount() keeps twelve digits, whatever their size", () => {
  assertEquals(roundAmount(0.1 + 0.2), 0.3);
  assertEquals(roundAmount(123456789012.4), 123456789012);
  assertEquals(roundAmount(-1.23456789012345e-9), -1.23456789012e-9);
});

Deno.test("roundAmounts() has nothing where there is no number", () => {
  assertEquals(roundAmounts(Float64Array.of(1, NaN, Infinity, -Infinity)), [1, null, null, null]);
});
