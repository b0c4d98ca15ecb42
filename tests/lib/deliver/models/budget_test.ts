import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { costOf, dailyBudget, mostOf } from "@/lib/deliver/models/budget.ts";
import type { SummaryModel } from "@/lib/deliver/models/model.ts";

const MODEL: SummaryModel = {
  name: "some",
  maxOutputTokens: 500,
  price: { input: 2, output: 10 },
  ask: () => Promise.reject(new Error("Nobody asks")),
};

Deno.test("dailyBudget() lets nobody pass the cap, also at one time", async () => {
  const budget = dailyBudget(10, () => new Date("2026-01-05T12:00:00Z"));
  const [first, second] = await Promise.all([budget.reserve(6), budget.reserve(6)]);
  assertEquals([first === null, second === null], [false, true]);
  // Of 6 put aside 1 was spent, so 9 are left.
  await first?.settle(1);
  assertEquals(await budget.reserve(9.5), null);
  assertEquals(await budget.reserve(9) === null, false);
});

Deno.test("dailyBudget() begins anew each day", async () => {
  let now = new Date("2026-01-05T23:59:00Z");
  const budget = dailyBudget(10, () => now);
  const late = await budget.reserve(10);
  now = new Date("2026-01-06T00:01:00Z");
  assertEquals(await budget.reserve(8) === null, false);
  await late?.settle(10);
  assertEquals(await budget.reserve(2) === null, false);
  assertEquals(await budget.reserve(0.1), null);
});

Deno.test("costOf() prices tokens by the million", () => {
  // 1,000 × 2 + 500 × 10 = 7,000 of a million.
  assertEquals(costOf({ input: 1000, output: 500 }, MODEL), 0.007);
});

Deno.test("mostOf() takes each byte for a token", () => {
  // "é" has two bytes: 4 × 2 + 500 × 10 = 5,008 of a million.
  assertEquals(mostOf({ instructions: "aé", facts: "b" }, MODEL), 0.005008);
});
