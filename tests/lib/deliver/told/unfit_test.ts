import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { hasMeasure, isUnfitBeside, isUnfitBetween } from "@/lib/deliver/told/unfit.ts";

Deno.test("isUnfitBeside() knows scales, clocks, odds and signs that are not read", () => {
  const after = [
    " basis points",
    " mio orders",
    " k.",
    ") K",
    " thousandths",
    " a.m.",
    " o'clock",
    "‰",
    "°C",
    "$",
  ];
  for (const text of after) assertEquals(isUnfitBeside("was ", text), true, text);
  for (const text of ["one in ", "a ratio of ", "₿", "6 × "]) {
    assertEquals(isUnfitBeside(text, " orders"), true, text);
  }
  for (const text of [" orders", " kg", ", and", ".", "-day", " among"]) {
    assertEquals(isUnfitBeside("was ", text), false, text);
  }
});

Deno.test("hasMeasure() knows units that a bare figure does not have", () => {
  assertEquals([" kg", "km.", " degrees", " bucks"].map(hasMeasure), [true, true, true, true]);
  assertEquals([" orders", " mornings", ". Kg", ""].map(hasMeasure), [false, false, false, false]);
});

Deno.test("isUnfitBetween() knows what makes one number of two", () => {
  assertEquals([" ", "", " in ", " in every "].map(isUnfitBetween), [true, true, true, true]);
  assertEquals([" of ", " to ", ", ", "–"].map(isUnfitBetween), [false, false, false, false]);
});
