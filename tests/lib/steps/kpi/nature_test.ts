import { strictEqual as assertIs } from "node:assert/strict";
import { natureOf } from "@/lib/steps/kpi/nature.ts";

Deno.test("natureOf() tells amounts, averages and what is neither", async (t) => {
  const cases = [
    ["sum(amount) / 1000", "additive", "amount"],
    ["count(distinct customer)", "non_additive", "amount"],
    ["avg(amount)", "non_additive", "average"],
    ["revenue / orders", "non_additive", "average"],
    ["count(*) / visitors", "non_additive", "average"],
    ["median(amount)", "non_additive", "other"],
    ["max(amount) / 2", "non_additive", "other"],
    ["sum(amount) - avg(amount)", "non_additive", "other"],
  ] as const;
  for (const [value, additivity, nature] of cases) {
    await t.step(value, () => assertIs(natureOf(value, additivity), nature));
  }
});
