import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readBudget } from "@/lib/steps/detect/budget_text.ts";

Deno.test("readBudget() takes a number of alerts and a span, as people say it", () => {
  const phrases = [
    "2 per month",
    "2/month",
    "2 a month",
    "about 2 alerts a month",
    " 2  each month ",
    "2 Alerts per Month",
    "2 monthly",
  ];
  assertEquals(phrases.map(readBudget), phrases.map(() => ({ alerts: 2, per: "month" })));
  assertEquals(readBudget("0.5 a week"), { alerts: 0.5, per: "week" });
  assertEquals(readBudget("1 every quarter"), { alerts: 1, per: "quarter" });
});

Deno.test("readBudget() leaves alone what says no such thing, or could mean two", () => {
  const others = [
    "2",
    "month",
    "2 per fortnight",
    "2 per 3 months",
    "-2 per month",
    "two a month",
    2,
  ];
  assertEquals(others.map(readBudget), others);
  const keys = { alerts: 2 };
  assertEquals(readBudget(keys), keys);
});
