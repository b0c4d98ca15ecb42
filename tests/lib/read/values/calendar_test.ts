import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { daysOf, dayText, isDay, timestampText, Zone } from "@/lib/read/values/calendar.ts";

Deno.test("daysOf() counts as Date does", () => {
  for (
    const [year, month, day] of [[1970, 1, 1], [1969, 12, 31], [2024, 2, 29], [1, 1, 1], [
      9999,
      12,
      31,
    ]]
  ) {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    assertEquals(daysOf(year, month, day), date.getTime() / 86_400_000);
    assertEquals(dayText(daysOf(year, month, day)), date.toISOString().slice(0, 10));
  }
});

Deno.test("isDay() knows leap years", () => {
  assertEquals([isDay(2024, 2, 29), isDay(2023, 2, 29), isDay(1900, 2, 29), isDay(2000, 2, 29)], [
    true,
    false,
    false,
    true,
  ]);
});

Deno.test("Zone takes local times for what the clock showed", async (t) => {
  const micro = (text: string) => Date.parse(text) * 1000;
  const cases: [string, string, string, string][] = [
    ["winter", "Europe/Berlin", "2024-01-15T12:00:00Z", "2024-01-15T11:00:00Z"],
    ["summer", "Europe/Berlin", "2024-07-15T12:00:00Z", "2024-07-15T10:00:00Z"],
    ["before the clock skips", "Europe/Berlin", "2024-03-31T01:59:59Z", "2024-03-31T00:59:59Z"],
    ["after the clock skips", "Europe/Berlin", "2024-03-31T03:00:00Z", "2024-03-31T01:00:00Z"],
    ["shown twice: the first", "Europe/Berlin", "2024-10-27T02:30:00Z", "2024-10-27T00:30:00Z"],
    ["half hours", "Asia/Kolkata", "2024-01-01T00:00:00Z", "2023-12-31T18:30:00Z"],
    ["UTC", "UTC", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"],
  ];
  for (const [name, zone, local, instant] of cases) {
    await t.step(name, () => {
      assertEquals(timestampText(new Zone(zone).toInstant(micro(local))), instant);
    });
  }
});

Deno.test("Zone says of which local times it is in doubt", async (t) => {
  const micro = (text: string) => Date.parse(text) * 1000;
  // In Berlin clocks go from 02:00 to 03:00 on 31 March 2024, and from 03:00 to 02:00 on 27
  // October; in Lord Howe by half an hour, from 02:00 to 02:30 on 6 October.
  const cases: [string, string, string | null][] = [
    ["Europe/Berlin", "2024-03-31T01:59:59Z", null],
    ["Europe/Berlin", "2024-03-31T02:00:00Z", "skipped"],
    ["Europe/Berlin", "2024-03-31T02:59:59Z", "skipped"],
    ["Europe/Berlin", "2024-03-31T03:00:00Z", null],
    ["Europe/Berlin", "2024-10-27T01:59:59Z", null],
    ["Europe/Berlin", "2024-10-27T02:00:00Z", "twice"],
    ["Europe/Berlin", "2024-10-27T02:59:59Z", "twice"],
    ["Europe/Berlin", "2024-10-27T03:00:00Z", null],
    ["Australia/Lord_Howe", "2024-10-06T02:15:00Z", "skipped"],
    ["Australia/Lord_Howe", "2024-10-06T02:30:00Z", null],
    ["UTC", "2024-03-31T02:30:00Z", null],
  ];
  for (const [name, local, doubt] of cases) {
    await t.step(`${local} in ${name}`, () => {
      const zone = new Zone(name);
      zone.toInstant(micro("2024-10-27T02:30:00Z"));
      zone.toInstant(micro(local));
      assertEquals(zone.doubt, doubt);
    });
  }
  assertEquals(new Zone("Europe/Berlin").toInstant(NaN), NaN);
});
