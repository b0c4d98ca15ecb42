import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { isMoment, isSpan, periodNamed, periodsIn, usualSpans } from "@/lib/steps/explain/spans.ts";
import { hoursFrom } from "@/tests/helpers/clock_series.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { periodsBetween } from "@/lib/steps/periods.ts";

const DAYS = periodsBetween("2026-01-01", "2026-04-30", "day") ?? [];
const WEEKS = periodsBetween("2026-01-05", "2026-03-30", "week") ?? [];
const MONTHS = periodsBetween("2025-01-01", "2026-12-01", "month") ?? [];
const HOURS = periodsBetween("2026-01-01T00:00:00Z", "2026-01-10T23:00:00Z", "hour") ?? [];

Deno.test("isSpan() takes a time in one word, or two of them in their order", () => {
  const right = [
    "2026",
    "2026-03",
    "2026-Q1",
    "2026q4",
    "2026-03-31",
    "2026-03-31T05:00Z",
    "2026-03-31 05:00",
    "2026-01..2026-03",
    "2026-01-05 .. 2026-02-03",
    "2025..2026-02",
  ];
  const wrong = [
    "",
    "March",
    "2026-13",
    "2026-02-30",
    "2026-Q5",
    "2026-03..2026-01",
    "2026..2027..2028",
    "2026-01..",
    "2026-03-31T24:00Z",
    "26-03-01",
  ];
  assertEquals(right.filter((text) => !isSpan(text)), []);
  assertEquals(wrong.filter(isSpan), []);
});

Deno.test("periodsIn() finds the periods that begin in a span", async (t) => {
  const cases: [string, readonly string[], "day" | "week" | "month" | "hour", unknown][] = [
    ["2026-03", DAYS, "day", ["2026-03-01", "2026-03-31", 31]],
    ["2026-02-28..2026-03-01", DAYS, "day", ["2026-02-28", "2026-03-01", 2]],
    ["2026-Q1", MONTHS, "month", ["2026-01-01", "2026-03-01", 3]],
    ["2026", MONTHS, "month", ["2026-01-01", "2026-12-01", 12]],
    // Weeks of Mondays: 2, 9, 16, 23 and 30 March.
    ["2026-03", WEEKS, "week", ["2026-03-02", "2026-03-30", 5]],
    // A Thursday falls into the week of its Monday, a day into its month.
    ["2026-03-05", WEEKS, "week", ["2026-03-02", "2026-03-02", 1]],
    ["2026-03-05", MONTHS, "month", ["2026-03-01", "2026-03-01", 1]],
    ["2026-01-02", HOURS, "hour", ["2026-01-02T00:00:00Z", "2026-01-02T23:00:00Z", 24]],
    ["2026-01-02T07:00Z", HOURS, "hour", ["2026-01-02T07:00:00Z", "2026-01-02T07:00:00Z", 1]],
    // What goes beyond the series has the periods that there are.
    ["2026-04..2026-06", DAYS, "day", ["2026-04-01", "2026-04-30", 30]],
    ["2019", DAYS, "day", null],
    ["2026-05-01", DAYS, "day", null],
    ["2025-12", WEEKS, "week", null],
  ];
  for (const [text, periods, grain, expected] of cases) {
    await t.step(`${text} of ${grain}s`, () => {
      const span = periodsIn(text, periods, grain);
      assertEquals(span && [span.first, span.last, span.count], expected);
    });
  }
});

Deno.test("periodNamed() takes a period by its first day or hour, or by its own word", async (t) => {
  const cases: [string, Grain, string | null][] = [
    ["2026-03-02", "day", "2026-03-02"],
    ["2026-03-02", "week", "2026-03-02"],
    ["2026-03", "month", "2026-03-01"],
    ["2026-03-01", "month", "2026-03-01"],
    ["2026-Q2", "quarter", "2026-04-01"],
    ["2026", "year", "2026-01-01"],
    ["2026-03-02 05:00", "hour", "2026-03-02T05:00:00Z"],
    ["2026-03-02T05:00:00Z", "hour", "2026-03-02T05:00:00Z"],
    // Hours of India, and of São Paulo before 1914.
    ["2026-03-02T05:30:00Z", "hour", "2026-03-02T05:30:00Z"],
    ["2026-03-02 05:30", "hour", "2026-03-02T05:30:00Z"],
    ["1913-12-29T23:06:28Z", "hour", "1913-12-29T23:06:28Z"],
    ["2026-03-02T05:60Z", "hour", null],
    // A month has many days, and no word of a month is a quarter's.
    ["2026-03", "day", null],
    ["2026-01", "quarter", null],
    ["soon", "day", null],
  ];
  for (const [text, grain, expected] of cases) {
    await t.step(`${text} of ${grain}s`, () => assertEquals(periodNamed(text, grain), expected));
  }
});

Deno.test("isMoment() takes one time, not a span of them", () => {
  const texts = [
    "2026-03-02",
    " 2026-03 ",
    "2026-03-02T05:00Z",
    "2026-03-02T05:30:00Z",
    "2026-01..2026-03",
    "",
    "x".repeat(5000),
  ];
  assertEquals(texts.map(isMoment), [true, true, true, true, false, false, false]);
});

Deno.test("usualSpans() compares the last period with the one before, days with their weekday", () => {
  const firsts = (periods: readonly string[], grain: "day" | "week" | "month" | "hour") => {
    const spans = usualSpans(periods, grain);
    return spans && [spans.before.first, spans.after.first];
  };
  assertEquals(firsts(MONTHS, "month"), ["2026-11-01", "2026-12-01"]);
  assertEquals(firsts(WEEKS, "week"), ["2026-03-23", "2026-03-30"]);
  assertEquals(firsts(DAYS, "day"), ["2026-04-23", "2026-04-30"]);
  assertEquals(firsts(HOURS, "hour"), ["2026-01-03T23:00:00Z", "2026-01-10T23:00:00Z"]);
  assertEquals(firsts(DAYS.slice(0, 7), "day"), null);
  assertEquals(firsts(DAYS.slice(0, 8), "day"), ["2026-01-01", "2026-01-08"]);
  assertEquals(firsts([], "month"), null);
});

Deno.test("periodsIn() takes days of hours by their clocks, and hours as moments", () => {
  const periods = hoursFrom("2026-10-24T00:00:00Z", 72);
  const berlin = { grain: "hour", zone: "Europe/Berlin" } as const;
  // 25 October has 25 hours there, from 22:00 UTC of the day before until 23:00 UTC.
  assertEquals(periodsIn("2026-10-25", periods, berlin), {
    first: "2026-10-24T22:00:00Z",
    last: "2026-10-25T22:00:00Z",
    count: 25,
  });
  assertEquals(periodsIn("2026-10-25T01:00Z", periods, berlin)?.first, "2026-10-25T01:00:00Z");
  assertEquals(periodsIn("2026-10-25", periods, "hour")?.count, 24);
  assertEquals(periodsIn("2026-11-25", periods, berlin), null);
});

Deno.test("periodsIn() finds an hour that begins at half an hour of UTC", () => {
  const periods = hoursFrom("2026-10-24T00:30:00Z", 72);
  const kolkata = { grain: "hour", zone: "Asia/Kolkata" } as const;
  const first = "2026-10-25T01:30:00Z";
  assertEquals(periodsIn(first, periods, kolkata), { first, last: first, count: 1 });
  assertEquals(periodsIn(`${first}..2026-10-25T03:30Z`, periods, "hour")?.count, 3);
});
