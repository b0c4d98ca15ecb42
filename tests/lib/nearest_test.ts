import { strictEqual as assertEquals } from "node:assert/strict";
import { nearestName, suggestName } from "@/lib/nearest.ts";

Deno.test("nearestName() finds the name that was probably meant", async (t) => {
  const known = ["revenue", "region", "order_date", "units"];
  const cases: [string, string, string | null][] = [
    ["a letter left out", "revenu", "revenue"],
    ["neighbours swapped", "regoin", "region"],
    ["another case", "UNITS", "units"],
    ["a sign for another", "order-date", "order_date"],
    ["nothing near", "price", null],
    ["an empty name", "", null],
    ["a very long name", "x".repeat(100_000), null],
  ];
  for (const [name, typed, expected] of cases) {
    await t.step(name, () => assertEquals(nearestName(typed, known), expected));
  }
});

Deno.test("suggestName() asks, or says nothing", () => {
  assertEquals(suggestName("revenu", ["revenue"]), `Did you mean "revenue"?`);
  assertEquals(suggestName("price", ["revenue"]), null);
});
