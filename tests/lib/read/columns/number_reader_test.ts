import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { readText } from "@/tests/helpers/read_text.ts";

/** Signs between thousands and before the fraction, as countries write them. */
const SIGNS = [["", "."], ["", ","], [",", "."], [".", ","], [" ", ","], ["\u00a0", ","], [
  "'",
  ".",
]];

const column = fc.record({
  signs: fc.constantFrom(...SIGNS),
  cents: fc.array(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), {
    minLength: 1,
    maxLength: 20,
  }),
  negative: fc.constantFrom("minus", "behind", "parentheses"),
  unit: fc.constantFrom("", "$", "€ "),
});

/** Hundredths as plain text: -12345n is "-123.45". */
function plain(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

Deno.test("NumberReader reads every digit in every country's way, and adds them up exactly", async () => {
  await fc.assert(
    fc.asyncProperty(column, async ({ signs: [thousands, decimal], cents, negative, unit }) => {
      const written = cents.map((value) => {
        const [whole, fraction] = plain(value < 0n ? -value : value).split(".");
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
        const amount = `${unit}${grouped}${decimal}${fraction}`;
        if (value >= 0n) return amount;
        return negative === "minus"
          ? `-${amount}`
          : negative === "behind"
          ? `${amount}-`
          : `(${amount})`;
      });
      const text = `name;amount\n${written.map((value) => `word;${value}\n`).join("")}`;
      const { facts, rows } = await readText(text, { header: 1 });
      assertEquals(facts.types.amount, "decimal");
      assertEquals(rows.map((row) => row[1]), cents.map(plain));
      assertEquals(facts.sums.amount, Number(plain(cents.reduce((sum, value) => sum + value, 0n))));
    }),
    { numRuns: 300 },
  );
});
