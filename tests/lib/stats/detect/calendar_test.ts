import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  allSeasonsOf,
  monthEndsOf,
  placesOf,
  seasonsOf,
  timesOf,
  weekOf,
} from "@/lib/stats/detect/calendar.ts";

const days = { grain: "day", start: "2024-02-26" } as const;

Deno.test("timesOf() counts days over a leap day, hours over a day, and months over a year", () => {
  const text = (times: Float64Array) => [...times].map((time) => new Date(time).toISOString());
  assertEquals(text(timesOf(days, 5)).map((time) => time.slice(0, 10)).slice(2), [
    "2024-02-28",
    "2024-02-29",
    "2024-03-01",
  ]);
  assertEquals(
    text(timesOf({ grain: "hour", start: "2024-02-29T23:00:00Z" }, 2))[1],
    "2024-03-01T00:00:00.000Z",
  );
  assertEquals(
    text(timesOf({ grain: "quarter", start: "2023-10-01" }, 2))[1].slice(0, 7),
    "2024-01",
  );
  assertEquals(
    text(timesOf({ grain: "week", start: "2020-12-28" }, 2))[1].slice(0, 10),
    "2021-01-04",
  );
});

Deno.test("timesOf() takes what is no day for the first of 1970", () => {
  assertEquals(timesOf({ grain: "day", start: "?" }, 1)[0], 0);
});

Deno.test("placesOf() gives weekdays to days, hours of weekdays and weekends to hours", () => {
  // 26 February 2024 is a Monday.
  const [weekday] = placesOf(days, timesOf(days, 7));
  assertEquals([weekday.size, ...weekday.places], [7, 1, 2, 3, 4, 5, 6, 0]);
  const hours = { grain: "hour", start: "2024-03-01T23:00:00Z" } as const;
  const [hour] = placesOf(hours, timesOf(hours, 2));
  assertEquals([hour.size, ...hour.places], [48, 23, 24]);
  const years = { grain: "year", start: "2024-01-01" } as const;
  assertEquals(placesOf(years, timesOf(years, 2)), []);
});

Deno.test("weekOf() gives each hour its place in the week, and nothing to longer periods", () => {
  // 1 March 2024 is a Friday, the fifth day after Sunday: its last hour is 5 × 24 + 23.
  const hours = { grain: "hour", start: "2024-03-01T23:00:00Z" } as const;
  assertEquals([...weekOf(hours, timesOf(hours, 2))?.places ?? []], [143, 144]);
  assertEquals(weekOf(days, timesOf(days, 2)), null);
});

Deno.test("monthEndsOf() tells the last three days of a month, also of a leap February", () => {
  assertEquals([...monthEndsOf(days, timesOf(days, 5))], [0, 1, 1, 1, 0]);
});

Deno.test("seasonsOf() gives hours a day and a week", () => {
  assertEquals(seasonsOf("hour"), [24, 168]);
  assertEquals(allSeasonsOf("day"), [7, 365]);
});
