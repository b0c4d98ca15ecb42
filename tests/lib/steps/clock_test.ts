import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { clockOf, placesByClock } from "@/lib/steps/clock.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { hoursFrom } from "@/tests/helpers/clock_series.ts";

Deno.test("placesByClock() leaves out what spring leaves out, and lets two hours of autumn share", () => {
  // Berlin: 00:00, 01:00, 03:00, 04:00.
  assertEquals(placesByClock(hoursFrom("2026-03-28T23:00:00Z", 4), "Europe/Berlin"), {
    places: Int32Array.of(0, 1, 3, 4),
    start: "2026-03-29T00:00",
    isEven: false,
  });
  // New York: 00:00, 01:00, 01:00, 02:00.
  assertEquals(placesByClock(hoursFrom("2026-11-01T04:00:00Z", 4), "America/New_York"), {
    places: Int32Array.of(0, 1, 1, 2),
    start: "2026-11-01T00:00",
    isEven: false,
  });
});

Deno.test("placesByClock() takes the halves that a move by half an hour leaves", () => {
  const clocked = { grain: "hour", zone: "Australia/Lord_Howe" } as const;
  // 00:00, 01:00, the half from 02:30, 03:00.
  const spring = periodsAfter("2026-10-03T12:30:00Z", clocked, 4);
  assertEquals([...placesByClock(spring, clocked.zone).places], [0, 1, 2, 3]);
  // 00:00, 01:00, the half from 01:30, 02:00.
  const autumn = periodsAfter("2027-04-03T12:00:00Z", clocked, 4);
  assertEquals([...placesByClock(autumn, clocked.zone).places], [0, 1, 1, 2]);
});

Deno.test("clockOf() is for hours of clocks other than those of UTC", () => {
  const hours = hoursFrom("2026-01-01T00:30:00Z", 2);
  assertEquals(clockOf(hours, { grain: "hour", zone: "UTC" }), null);
  assertEquals(clockOf(["2026-01-01"], { grain: "day", zone: "Europe/Berlin" }), null);
  assertEquals(clockOf(hours, { grain: "hour", zone: "Asia/Kolkata" })?.start, "2026-01-01T06:00");
});
