import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Grain } from "@/lib/frame/schema.ts";
import { nextPeriod, periodsAfter, periodsBetween } from "@/lib/steps/periods.ts";

Deno.test("nextPeriod() starts where the period before ends", () => {
  const cases: readonly (readonly [string, Grain, string])[] = [
    ["2026-01-01T23:00:00Z", "hour", "2026-01-02T00:00:00Z"],
    ["2024-02-28", "day", "2024-02-29"],
    ["2026-02-28", "day", "2026-03-01"],
    ["2026-12-28", "week", "2027-01-04"],
    ["2026-12-01", "month", "2027-01-01"],
    ["2026-10-01", "quarter", "2027-01-01"],
    ["2024-01-01", "year", "2025-01-01"],
  ];
  for (const [start, grain, next] of cases) assertEquals(nextPeriod(start, grain), next);
});

Deno.test("periodsBetween() has every period from the first to the last", () => {
  assertEquals(periodsBetween("2026-01-30", "2026-02-02", "day"), [
    "2026-01-30",
    "2026-01-31",
    "2026-02-01",
    "2026-02-02",
  ]);
  assertEquals(periodsBetween("2026-01-01", "2026-01-01", "month"), ["2026-01-01"]);
  assertEquals(periodsBetween("2026-02-01", "2026-01-01", "month"), []);
});

Deno.test("periodsBetween() gives up where gaps would fill the memory", () => {
  // A year has 8,760 hours: 22 of them are fewer than 200,000, and 30 are more.
  assertEquals(
    periodsBetween("2000-01-01T00:00:00Z", "2021-12-31T23:00:00Z", "hour")?.length,
    (22 * 365 + 6) * 24,
  );
  assertEquals(periodsBetween("2000-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "hour"), null);
});

Deno.test("periodsAfter() counts on from a period", () => {
  assertEquals(periodsAfter("2026-11-01", "month", 3), ["2026-12-01", "2027-01-01", "2027-02-01"]);
  assertEquals(periodsAfter("2026-11-01", "month", 0), []);
});

Deno.test("nextPeriod() goes on with the hours of clocks that move by half of one", () => {
  const clocked = { grain: "hour", zone: "Australia/Lord_Howe" } as const;
  // Forward from 02:00 to 02:30 at 15:30 UTC: the hour of 02:00 is half a one, and would have begun at
  // 15:00 UTC by the clocks that it has. Hours are at :30 UTC before and at :00 after.
  assertEquals(periodsAfter("2026-10-03T13:30:00Z", clocked, 4), [
    "2026-10-03T14:30:00Z",
    "2026-10-03T15:00:00Z",
    "2026-10-03T16:00:00Z",
    "2026-10-03T17:00:00Z",
  ]);
  // Back from 02:00 to 01:30 at 15:00 UTC: another half of 01:00 follows, which would have begun at 14:30.
  assertEquals(periodsAfter("2027-04-03T13:00:00Z", clocked, 4), [
    "2027-04-03T14:00:00Z",
    "2027-04-03T14:30:00Z",
    "2027-04-03T15:30:00Z",
    "2027-04-03T16:30:00Z",
  ]);
});
