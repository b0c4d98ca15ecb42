import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readDigits, readNumberWords } from "@/lib/deliver/told/digits.ts";

Deno.test("readDigits() reads the ways of writing, with how finely they tell", async (t) => {
  const cases: [string, number, number, number][] = [
    ["6", 6, 1, 1],
    ["680000", 680_000, 1, 10_000],
    ["1,234.5", 1234.5, 0.1, 0.1],
    ["1.234,5", 1234.5, 0.1, 0.1],
    ["1.234.567", 1_234_567, 1, 1],
    ["1,234", 1234, 1, 1],
    ["1.234", 1.234, 0.001, 0.001],
    ["12,5", 12.5, 0.1, 0.1],
    ["1\u202f234,50", 1234.5, 0.01, 0.01],
    ["1’234.50", 1234.5, 0.01, 0.01],
    ["1.5e3", 1500, 100, 100],
  ];
  for (const [text, value, step, coarse] of cases) {
    await t.step(text, () => assertEquals(readDigits(text), { value, step, coarse }));
  }
});

Deno.test("readDigits() reads nothing of other forms", async (t) => {
  for (const text of ["1,23,456", "1.2.3", "12,34.5", "007", "1,2345,678", ""]) {
    await t.step(text, () => assertEquals(readDigits(text), null));
  }
});

Deno.test("readNumberWords() reads numbers in words", async (t) => {
  const cases: [string, number][] = [
    ["zero", 0],
    ["six", 6],
    ["Twenty-one", 21],
    ["three hundred and five", 305],
    ["a million", 1_000_000],
  ];
  for (const [text, value] of cases) {
    await t.step(text, () => assertEquals(readNumberWords(text)?.value, value));
  }
  assertEquals(readNumberWords("many"), null);
});
