import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { ExactSum } from "@/lib/read/columns/exact_sum.ts";

Deno.test("ExactSum adds what doubles cannot", () => {
  const sum = new ExactSum();
  // Ten times 0.1 is 1, which doubles miss by a bit.
  for (let time = 0; time < 10; time++) sum.add(1, 1);
  assertEquals(sum.toText(), "1.0");
  assertEquals(sum.toNumber(), 1);
});

Deno.test("ExactSum passes 2^53 without losing a unit", () => {
  const sum = new ExactSum();
  // 1000 times 9007199254740991 and 0.01 is 9007199254740991010, with 10.00 of hundredths.
  for (let time = 0; time < 1000; time++) {
    sum.add(Number.MAX_SAFE_INTEGER, 0);
    sum.add(1, 2);
  }
  assertEquals(sum.toText(), "9007199254740991010.00");
});

Deno.test("ExactSum adds texts of any length and signs", () => {
  const sum = new ExactSum();
  sum.addText("-123456789012345678901234567890.125");
  sum.addText("123456789012345678901234567890");
  sum.add(-5, 1);
  assertEquals(sum.toText(), "-0.625");
  assertEquals(new ExactSum().toText(), "0");
});

Deno.test("ExactSum.toText() has the decimals of values that come to nothing", () => {
  const sum = new ExactSum();
  sum.add(1, 1);
  sum.add(-1, 1);
  sum.addText("2");
  // 0.1 - 0.1 + 2
  assertEquals(sum.toText(), "2.0");
});
