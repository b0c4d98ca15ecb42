import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { plainNumber } from "@/lib/read/formats/number.ts";

Deno.test("plainNumber() moves the point and loses no digit", async (t) => {
  const cases: [string, string][] = [
    ["12.50", "12.50"],
    ["1e3", "1000"],
    ["1.5E+3", "1500"],
    ["-2.50e-3", "-0.0025"],
    ["123456789012345678901e-2", "1234567890123456789.01"],
    ["0e9", "0"],
    ["0.25e2", "25"],
    ["1e999", "1e999"],
    ["8E467", "8E467"],
    ["text", "text"],
  ];
  for (const [text, expected] of cases) {
    await t.step(text, () => assertEquals(plainNumber(text), expected));
  }
});

Deno.test("plainNumber() writes every double as a text of the same double", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const text = plainNumber(String(value));
    assertEquals(text.includes("e"), false);
    assertEquals(Number(text) + 0, value + 0);
  }));
});
