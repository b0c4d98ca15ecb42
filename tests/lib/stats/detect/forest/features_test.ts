import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { calendarFeatures, seriesFeatures } from "@/lib/stats/detect/forest/features.ts";

Deno.test("seriesFeatures() gives value, z and difference, 0 where they are undefined", () => {
  const values = Float64Array.of(1, 4, NaN, 9);
  const z = Float64Array.of(NaN, 2, NaN, -Infinity);
  assertEquals(seriesFeatures(values, z, 1), [
    values,
    Float64Array.of(0, 2, 0, -1000),
    Float64Array.of(0, 3, 0, 0),
  ]);
});

Deno.test("calendarFeatures() tells weekday and days to the nearest end of a month", () => {
  // 28 February 2024 is a Wednesday, and the 29th the last of the month; 15 and 16 March are half way.
  const days = calendarFeatures({ grain: "day", start: "2024-02-28" }, 18);
  assertEquals(days.map((column) => [...column.subarray(0, 4)]), [[2, 3, 4, 5], [1, 0, 1, 2]]);
  assertEquals([...days[1].subarray(16)], [15, 15]);
});

Deno.test("calendarFeatures() tells of hours the hour too, of months the month", () => {
  const hours = calendarFeatures({ grain: "hour", start: "2024-02-29T22:00:00Z" }, 3);
  assertEquals(hours.map((column) => [...column]), [[22, 23, 0], [3, 3, 4], [0, 0, 1]]);
  const months = calendarFeatures({ grain: "month", start: "2023-11-01" }, 3);
  assertEquals(months.map((column) => [...column]), [[10, 11, 0]]);
  assertEquals(calendarFeatures({ grain: "year", start: "2023-01-01" }, 3), []);
});
