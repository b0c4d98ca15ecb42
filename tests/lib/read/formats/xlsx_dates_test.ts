import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { serialToIso, serialToTime } from "@/lib/read/formats/xlsx_dates.ts";

Deno.test("serialToIso() counts as spreadsheets do", async (t) => {
  const cases: [string, number, boolean, string | null][] = [
    ["the first day", 1, false, "1900-01-01"],
    ["the day before the false leap day", 59, false, "1900-02-28"],
    ["the false leap day", 60, false, null],
    ["the day after it", 61, false, "1900-03-01"],
    ["no day", 0, false, null],
    ["the first day of the 1904 system", 0, true, "1904-01-01"],
    // ECMA-376 gives 2958465 as the last day of the 1900 system.
    ["the last day", 2_958_465, false, "9999-12-31"],
    ["a day too many", 2_958_466, false, null],
    ["a negative day", -1, false, null],
    ["no number", NaN, false, null],
    // 0.75 of a day are 18 hours.
    ["a day with a time", 46_023.75, false, "2026-01-01T18:00:00"],
  ];
  for (const [name, serial, system1904, expected] of cases) {
    await t.step(name, () => assertEquals(serialToIso(serial, system1904, false), expected));
  }
  await t.step("midnight where the time is wanted", () => {
    assertEquals(serialToIso(46_023, false, true), "2026-01-01T00:00:00");
  });
});

Deno.test("serialToTime() tells hours, beyond a day too", () => {
  assertEquals(serialToTime(0.5), "12:00:00");
  assertEquals(serialToTime(1.25), "30:00:00");
  assertEquals(serialToTime(-0.25), "-06:00:00");
  // 1 millisecond of 86,400,000 in a day.
  assertEquals(serialToTime(1 / 86_400_000), "00:00:00.001");
});
