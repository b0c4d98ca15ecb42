import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { combine, type Operation } from "@/lib/frame/arithmetic.ts";

Deno.test("combine() computes in doubles, and knows no infinity from zero", async (t) => {
  const left = Float64Array.of(0.1, 16_777_217, NaN, 6);
  const right = Float64Array.of(0.2, 1, 1, 0);
  // 16,777,217 is 2^24 + 1, the first whole number that float32 does not hold.
  const cases: [Operation, number[]][] = [
    ["add", [0.1 + 0.2, 16_777_218, NaN, 6]],
    ["subtract", [-0.1, 16_777_216, NaN, 6]],
    ["multiply", [0.1 * 0.2, 16_777_217, NaN, 0]],
    ["divide", [0.5, 16_777_217, NaN, NaN]],
  ];
  for (const [operation, expected] of cases) {
    await t.step(operation, () => {
      assertEquals(combine(left, operation, right), Float64Array.from(expected));
    });
  }
});

Deno.test("combine() takes a number for a whole column", () => {
  assertEquals(combine(Float64Array.of(1, NaN), "multiply", 3), Float64Array.of(3, NaN));
});

Deno.test("combine() refuses columns of unequal length", () => {
  throws(() => combine(Float64Array.of(1), "add", Float64Array.of(1, 2)), AppError);
});
