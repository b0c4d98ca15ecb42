import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Explanation } from "@/lib/stats/forecast/explanation.ts";
import { listEffects, tellExplanation, tellHelp } from "@/lib/steps/forecast/explained.ts";
import type { ForecastFact, ForecastFacts } from "@/lib/steps/forecast/facts.ts";

const USED: Explanation = {
  isUsed: true,
  isRequired: false,
  withThem: { percent: 34, range: null },
  withoutThem: { percent: 12, range: null },
  effects: [],
};

/** What is looked at of a fact. */
function fact(explanation: Explanation | null, explainedBy: readonly string[] = ["price"]) {
  const known: Partial<ForecastFact> = { explanation, explainedBy, unexplained: [] };
  return known as ForecastFact; // nothing else is read
}

Deno.test("tellExplanation() tells what explains it, and how good it would be without", () => {
  assertEquals(tellExplanation(fact(USED, ["price", "Sale"])), [
    "Explained by price and Sale, with what was said of the periods ahead. Less error than seasonal " +
    "naive when tried on the past: 34% with them, 12% without.",
  ]);
});

Deno.test("tellExplanation() tells what did not help, and what was set all the same", () => {
  const worse = { ...USED, isUsed: false, withThem: { percent: -3.2, range: null } };
  assertEquals(tellExplanation(fact(worse)), [
    "Not explained by price: forecasts without it were better when they were chosen. What is said " +
    "of the periods ahead changes nothing. Less error than seasonal naive when tried on the past: " +
    "−3.2% with it, 12% without.",
  ]);
  assertEquals(tellExplanation(fact({ ...USED, isRequired: true, withoutThem: null })), [
    "Explained by price, with what was said of the periods ahead. As values ahead were set, only " +
    "models that use it forecast. Less error than seasonal naive with it: 34%.",
  ]);
});

Deno.test("tellExplanation() says so where nothing could be tried", () => {
  assertEquals(tellExplanation(fact(null)), [
    "Not explained by price, as no model could be tried with it.",
  ]);
  assertEquals(tellExplanation(fact(null, [])), []);
});

Deno.test("tellHelp() says on the page whether it helped", () => {
  assertEquals(tellHelp(fact(USED)), ". Price helped");
  assertEquals(tellHelp(fact(null)), "");
  assertEquals(
    tellHelp(fact({ ...USED, isUsed: false }, ["price", "Sale"])),
    ". Price and Sale did not help and are not used",
  );
  const worse = { ...USED, withThem: { percent: 10, range: null } };
  assertEquals(tellHelp(fact(worse)), "");
  assertEquals(
    tellHelp(fact({ ...worse, isRequired: true })),
    ". Price did not help, and is used as you set it",
  );
});

Deno.test("listEffects() tells what one more does, with its range and what of it counts", () => {
  const effects = [
    { size: 30, isPercent: true, error: 5, weight: 0.97 },
    { size: -0.5, isPercent: false, error: 1, weight: 0 },
    { size: 12, isPercent: false, error: null, weight: 1 },
  ];
  const facts: Partial<ForecastFacts> = { unit: "EUR" };
  const [table] = listEffects(
    fact({ ...USED, effects }, ["Sale", "price", "visits"]),
    facts as ForecastFacts, // nothing else is read
  );
  // 30 ± 1.96 × 5 = 20.2 to 39.8; -0.5 ± 1.96 = -2.46 to 1.46.
  assertEquals(table.rows, [
    ["Sale", "+30%", "+20% to +40%", "97%"],
    ["price", "−€0.50", "−€2.46 to +€1.46", "no, may be chance"],
    ["visits", "+€12", "not known", "100%"],
  ]);
  assertEquals(listEffects(fact(null), facts as ForecastFacts), []);
});
