import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { ColumnProfile } from "@/lib/workspace/files/profile.ts";
import { periodsOf } from "@/lib/workspace/first/periods.ts";

function timeWith(medianGapDays: number | null, hasTimes = false): ColumnProfile {
  return {
    name: "day",
    type: hasTimes ? "timestamp" : "date",
    unit: null,
    present: 100,
    missing: 0,
    distinct: 100,
    distinctIgnoringCase: null,
    differentShare: 1,
    top: [],
    least: null,
    greatest: null,
    meanLength: null,
    medianGapDays,
    hasTimes,
    evenDays: 1,
    evenHours: 1,
  };
}

Deno.test("periodsOf() looks for seasons where there are enough periods to know them", async (t) => {
  const cases: readonly (readonly [string, ColumnProfile, string, string, boolean, boolean])[] = [
    ["ten days", timeWith(1), "2025-01-01", "2025-01-10", false, false],
    ["five weeks", timeWith(1), "2025-01-01", "2025-02-04", true, false],
    ["six weeks", timeWith(1), "2025-01-01", "2025-02-11", true, true],
    ["four years of months", timeWith(31), "2021-12-01", "2025-12-01", true, true],
    ["three years of months", timeWith(31), "2023-01-01", "2025-12-01", true, false],
  ];
  for (const [name, time, first, last, detects, seasonal] of cases) {
    await t.step(name, () => {
      const periods = periodsOf(time, [first, last]);
      assertEquals([periods.window !== null, periods.seasonal], [detects, seasonal]);
    });
  }
});

Deno.test("periodsOf() takes the shortest period of which half have a day", async (t) => {
  const cases: readonly (readonly [string, ColumnProfile, string, string, string])[] = [
    ["every day of a year", timeWith(1), "2025-01-01", "2025-12-31", "day"],
    ["every day of ten years", timeWith(1), "2015-01-01", "2024-12-31", "week"],
    ["once a week", timeWith(7), "2025-01-01", "2025-12-31", "week"],
    ["every second week", timeWith(14), "2025-01-01", "2025-12-31", "month"],
    ["once a month", timeWith(31), "2020-01-01", "2025-12-01", "month"],
    ["once a quarter", timeWith(91), "2020-01-01", "2025-10-01", "quarter"],
    ["once a year", timeWith(365), "2000-01-01", "2025-01-01", "year"],
    [
      "many times on two days",
      timeWith(1, true),
      "2025-01-01T00:10:00Z",
      "2025-01-02T20:00:00Z",
      "hour",
    ],
    [
      // 13 days and 23 hours are 335 hours, of which 336 times are more than half.
      "every hour of two weeks",
      { ...timeWith(1, true), distinct: 336 },
      "2025-01-01T00:00:00Z",
      "2025-01-14T23:00:00Z",
      "hour",
    ],
    [
      "a few times a day for two weeks",
      { ...timeWith(1, true), distinct: 60 },
      "2025-01-01T00:00:00Z",
      "2025-01-14T23:00:00Z",
      "day",
    ],
    ["one day alone", timeWith(null), "2025-01-01", "2025-01-01", "day"],
  ];
  for (const [name, time, first, last, grain] of cases) {
    await t.step(name, () => assertEquals(periodsOf(time, [first, last]).grain, grain));
  }
});

Deno.test("periodsOf() leaves out what so few periods can't say", () => {
  // Three days are one quarter of a forecast's least history.
  assertEquals(periodsOf(timeWith(1), ["2025-01-01", "2025-01-03"]), {
    grain: "day",
    count: 3,
    compare: "previous_period",
    window: null,
    seasonal: false,
    horizon: null,
    season: 1,
  });
  // Two years of days: 731 with the leap day of 2024.
  assertEquals(periodsOf(timeWith(1), ["2023-12-31", "2025-12-30"]), {
    grain: "day",
    count: 731,
    compare: "previous_period",
    window: 28,
    seasonal: true,
    horizon: 28,
    season: null,
  });
});
