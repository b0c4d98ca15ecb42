import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { FigureFact } from "@/lib/deliver/told/fact.ts";
import { findNumbers } from "@/lib/deliver/told/numbers.ts";
import { resolveNumber, resolvePair } from "@/lib/deliver/told/resolve.ts";

function figure(value: number, unit: string | null = null, isChange = false): FigureFact {
  return { type: "figure", name: "a.b", title: "B", value, unit, isChange, about: null };
}

function numberOf(text: string) {
  const found = findNumbers(text);
  if (found.type === "unreadable") throw new Error(found.text);
  return found.numbers[0];
}

Deno.test("resolveNumber() rounds to the digits that are written", async (t) => {
  const cases: [string, FigureFact, boolean][] = [
    ["$684k", figure(684_499, "USD"), true],
    ["$684k", figure(684_501, "USD"), false],
    // 0.7 million is 2.3% above; 1 million is 46% above, and 5% is the most.
    ["0.7 million", figure(684_000), true],
    ["1 million", figure(684_000), false],
    ["680,000", figure(684_000), false],
    ["about 680,000", figure(684_000), true],
    ["over 680,000", figure(684_000), true],
    ["over 685,000", figure(684_000), false],
    ["nearly 690,000", figure(684_000), true],
    ["nearly 680,000", figure(684_000), false],
    ["68%", figure(0.682, "%"), true],
    ["68", figure(0.682, "%"), false],
    ["68%", figure(68), false],
    ["0.1%", figure(0.0006, "%"), true],
    ["0", figure(0), true],
    ["0", figure(0.3), false],
    ["5 orders", figure(5, "orders"), true],
    ["1 order", figure(1, "orders"), true],
    ["5", figure(5, "orders"), false],
    ["12km", figure(12, "km"), true],
    ["12km", figure(12), false],
    ["down 12%", figure(-0.12, "%", true), true],
    ["down 12%", figure(0.12, "%", true), false],
    ["up 12%", figure(0.12, "%"), false],
  ];
  for (const [text, known, expected] of cases) {
    await t.step(
      `${text}, ${known.value}`,
      () => assertEquals(resolveNumber(numberOf(text), [known]).length > 0, expected),
    );
  }
});

Deno.test("resolvePair() knows shares, differences and multiples of two figures of one unit", () => {
  // 24 of 96: a quarter, four times, 72 apart.
  const told = [figure(24, "USD"), figure(96, "USD")];
  const pair = (text: string, figures = told) => resolvePair(numberOf(text), figures);
  assertEquals([pair("25%"), pair("$72"), pair("4 times"), pair("a quarter of")], [
    true,
    true,
    true,
    true,
  ]);
  assertEquals([pair("26%"), pair("72"), pair("down 25%"), pair("3 times")], [
    false,
    false,
    false,
    false,
  ]);
  assertEquals(pair("25%", [figure(24, "USD"), figure(96, "EUR")]), false);
  assertEquals(pair("2.4 points", [figure(0.1, "%"), figure(0.124, "%")]), true);
});
