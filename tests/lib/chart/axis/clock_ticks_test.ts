import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { clockTicks } from "@/lib/chart/axis/clock_ticks.ts";
import { timeTicks } from "@/lib/chart/axis/time_ticks.ts";
import { hoursFrom } from "@/tests/helpers/clock_series.ts";

const BERLIN = { grain: "hour", zone: "Europe/Berlin" } as const;

function datesFrom(first: string, count: number): readonly Date[] {
  return hoursFrom(first, count).map((hour) => new Date(hour));
}

function told(starts: readonly Date[], most: number) {
  return clockTicks(starts, BERLIN, most)
    .map(({ time, text }) => [time.toISOString().slice(0, 16), text]);
}

Deno.test("clockTicks() puts midnights where the clocks show them, before and after a change", () => {
  // From 28 to 30 March 2026: midnight is at 23:00 UTC, and from the 30th on at 22:00.
  assertEquals(told(datesFrom("2026-03-27T23:00:00Z", 72), 4), [
    ["2026-03-27T23:00", "28 Mar\n2026"],
    ["2026-03-28T23:00", "29 Mar"],
    ["2026-03-29T22:00", "30 Mar"],
    ["2026-03-30T22:00", "31 Mar"],
  ]);
});

Deno.test("clockTicks() gives each of two hours that look alike its own place", () => {
  assertEquals(told(datesFrom("2026-10-24T23:00:00Z", 4), 8), [
    ["2026-10-24T23:00", "01:00\n25 Oct"],
    ["2026-10-25T00:00", "02:00"],
    ["2026-10-25T01:00", "02:00"],
    ["2026-10-25T02:00", "03:00"],
  ]);
});

Deno.test("clockTicks() is timeTicks() of hours of UTC, and of what is longer", () => {
  const hours = datesFrom("2026-03-27T23:00:00Z", 72);
  assertEquals(clockTicks(hours, { grain: "hour" }, 5), timeTicks(hours, "hour", 5));
  assertEquals(
    clockTicks(hours.slice(0, 3), { grain: "day", zone: "Europe/Berlin" }, 5),
    timeTicks(hours.slice(0, 3), "day", 5),
  );
});
