import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { addToDay, isDay, parseDay } from "@/lib/day.ts";

Deno.test("isDay() takes only days of the calendar", () => {
  const days = ["2024-02-29", "2025-02-29", "2026-04-31", "2026-13-01", "2026-1-1", "0000-01-01"];
  assertEquals(days.filter(isDay), ["2024-02-29"]);
});

Deno.test("addToDay() keeps the day of the month, or takes the month's last", () => {
  const from = parseDay("2024-01-31");
  assertEquals(addToDay(from, 1, "day"), "2024-02-01");
  assertEquals(addToDay(from, -1, "week"), "2024-01-24");
  assertEquals(addToDay(from, 1, "month"), "2024-02-29");
  assertEquals(addToDay(from, -1, "quarter"), "2023-10-31");
  assertEquals(addToDay(parseDay("2024-02-29"), 1, "year"), "2025-02-28");
});
