import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { totalsOf } from "@/lib/ingest/events/day_totals.ts";
import { makeEvent } from "./made_events.ts";

Deno.test("totalsOf() adds up the events of each source, metric and day without error", () => {
  const values = ["0.1", "0.2", "-0.3", "9007199254740993"];
  const totals = totalsOf([
    ...values.map((value) => makeEvent({ value })),
    makeEvent({ value: "5", metric: "visits" }),
    makeEvent({ value: "7", source: "other" }),
    makeEvent({ value: "9", time: "2026-01-06T00:00:00Z" }),
  ]);
  // 5 January 2026 is day 20458. 0.1 + 0.2 - 0.3 is 0, and 2^53 + 1 is no double.
  const sales = { source: "shop", metric: "sales", day: 20458, count: 4 };
  assertEquals(totals, [
    { ...sales, sum: "9007199254740993.0", min: "-0.3", max: "9007199254740993" },
    { ...sales, day: 20459, count: 1, sum: "9", min: "9", max: "9" },
    { ...sales, metric: "visits", count: 1, sum: "5", min: "5", max: "5" },
    { ...sales, source: "other", count: 1, sum: "7", min: "7", max: "7" },
  ]);
});
