import { strictEqual as assertIs } from "node:assert/strict";
import fc from "fast-check";
import { readScalar, scalarText } from "@/lib/steps/form/scalar.ts";

Deno.test("readScalar() reads back what scalarText() wrote", () => {
  const value = fc.oneof(
    fc.string(),
    fc.boolean(),
    fc.integer(),
    fc.constantFrom("1", " 1", "true", '"a"', "0.5", "1e3", "-0", "007", "12345678901234567890"),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) =>
      Number(one.toPrecision(15)) + 0
    ),
  );
  fc.assert(fc.property(value, (one) => {
    const exact = typeof one !== "number" || readScalar(String(one)) === one;
    if (exact) assertIs(readScalar(scalarText(one)), one);
  }));
});

Deno.test("readScalar() tells numbers and yes from texts", async (t) => {
  const cases: readonly (readonly [string, string | number | boolean])[] = [
    ["5", 5],
    [" -0.5 ", -0.5],
    ["true", true],
    ['"5"', "5"],
    ["007", "007"],
    ["${limit}", "${limit}"],
    // A double has room for 15 digits of any number.
    ["1234567890.123456", "1234567890.123456"],
  ];
  for (const [typed, expected] of cases) {
    await t.step(typed, () => assertIs(readScalar(typed), expected));
  }
});
