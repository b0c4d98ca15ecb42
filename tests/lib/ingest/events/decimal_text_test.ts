import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { compareDecimals, withoutZeros } from "@/lib/ingest/events/decimal_text.ts";

Deno.test("withoutZeros() leaves out zeros that say nothing", () => {
  const cases = [
    ["1.50", "1.5"],
    ["2.00", "2"],
    ["100", "100"],
    ["-0.0", "0"],
    ["0.00", "0"],
    ["-10.10", "-10.1"],
  ];
  assertEquals(cases.map(([text]) => withoutZeros(text)), cases.map(([, short]) => short));
});

Deno.test("compareDecimals() orders decimals of any length and scale exactly", () => {
  const decimal = fc.record({
    digits: fc.oneof(
      fc.integer({ min: -30, max: 30 }).map(BigInt),
      fc.bigInt({ min: 10n ** 17n, max: 10n ** 17n + 30n }),
    ),
    scale: fc.nat({ max: 3 }),
  });
  const textOf = ({ digits, scale }: { readonly digits: bigint; readonly scale: number }) => {
    const size = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
    const at = size.length - scale;
    const text = scale === 0 ? size : `${size.slice(0, at)}.${size.slice(at)}`;
    return digits < 0n ? `-${text}` : text;
  };
  fc.assert(fc.property(decimal, decimal, (one, other) => {
    // With three decimals each both are whole numbers.
    const [left, right] = [one, other].map(({ digits, scale }) =>
      digits * 10n ** BigInt(3 - scale)
    );
    const wanted = left < right ? -1 : left > right ? 1 : 0;
    assertEquals(Math.sign(compareDecimals(textOf(one), textOf(other))), wanted);
  }));
});
