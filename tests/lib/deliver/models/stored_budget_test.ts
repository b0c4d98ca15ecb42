import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { storedBudget } from "@/lib/deliver/models/stored_budget.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const MONDAY = new Date("2026-01-05T12:00:00Z");
const TUESDAY = new Date("2026-01-06T00:00:00Z");

databaseTest("storedBudget() puts aside no more than the cap, over processes", async (database) => {
  const [one, other] = [1, 2].map(() => storedBudget({ database, cap: 1, now: () => MONDAY }));
  // 0.6 and 0.6 are more than 1.
  const [first, second] = await Promise.all([one.reserve(0.6), other.reserve(0.6)]);
  assertEquals([first, second].filter((taken) => taken === null).length, 1);
  assertEquals(await other.reserve(0.4) === null, false);
  assertEquals(await other.reserve(0.01), null);
  assertEquals(await one.reserve(1.01), null);
});

databaseTest("storedBudget() counts what a call came to, on its own day", async (database) => {
  let now = MONDAY;
  const budget = storedBudget({ database, cap: 1, now: () => now });
  const call = await budget.reserve(0.9);
  await call?.settle(0.1);
  // 0.1 + 0.9 is the cap.
  const late = await budget.reserve(0.9);
  assertEquals(late === null, false);
  assertEquals(await budget.reserve(0.2), null);
  now = TUESDAY;
  await late?.settle(0.2);
  assertEquals(await budget.reserve(1) === null, false);
  const days = await database.kysely.selectFrom("model_costs").select("spent").orderBy("day")
    .execute();
  // 0.1 + 0.2, and the whole of Tuesday.
  assertEquals(days.map(({ spent }) => Number(spent.toFixed(6))), [0.3, 1]);
});
