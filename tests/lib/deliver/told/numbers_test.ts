import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { findNumbers } from "@/lib/deliver/told/numbers.ts";

/** Returns value, unit, direction and bound of each number; the piece that cannot be read. */
function read(sentence: string) {
  const found = findNumbers(sentence);
  if (found.type === "unreadable") return found.text;
  return found.numbers.map(({ value, unit, direction, bound }) => [value, unit, direction, bound]);
}

Deno.test("findNumbers() reads numbers with what is said of them", async (t) => {
  const cases: [string, unknown][] = [
    ["$1,234.50", [[1234.5, "USD", null, null]]],
    ["−$5 and -€6", [[-5, "USD", null, null], [-6, "EUR", null, null]]],
    ["5 million rupees", [[5e6, "INR", null, null]]],
    ["CA$5k", [[5000, "CAD", null, null]]],
    ["CHF 5", [[5, "CHF", null, null]]],
    ["down 12%", [[12, "%", "down", null]]],
    ["down by about 12 percent", [[12, "%", "down", "about"]]],
    ["12% higher", [[12, "%", "up", null]]],
    ["+12%", [[12, "%", "up", null]]],
    ["fell to 12%", [[12, "%", null, null]]],
    ["a loss of $5", [[-5, "USD", null, null]]],
    ["2.4 percentage points", [[2.4, "points", null, null]]],
    ["more than 12", [[12, null, null, "over"]]],
    ["less than 12", [[12, null, null, "under"]]],
    ["12–15%", [[12, "%", null, null], [15, "%", null, null]]],
    ["$4–5k", [[4000, "USD", null, null], [5000, "USD", null, null]]],
    ["10 to 12 million", [[1e7, null, null, null], [1.2e7, null, null, null]]],
    ["three times and twice", [[3, "times", null, null], [2, "times", null, null]]],
    ["three quarters of it", [[75, "%", null, null]]],
    ["a 28-day span", [[28, null, null, null]]],
    ["no one, one of them, the third", []],
  ];
  for (const [sentence, expected] of cases) {
    await t.step(sentence, () => assertEquals(read(sentence), expected));
  }
});

Deno.test("findNumbers() says what it cannot read", async (t) => {
  const sentences = [
    "B2B",
    "½",
    "1/2",
    "6²",
    "6\u0336",
    "#1",
    "1st",
    "1,23,456",
    "dozens",
    "half",
    "684 000",
    "11:20",
  ];
  for (const sentence of sentences) {
    await t.step(sentence, () => assertEquals(typeof read(sentence), "string"));
  }
});
