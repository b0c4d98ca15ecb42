import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { coverPeriods, type NamedSpan, type Periods } from "@/lib/steps/events/cover.ts";

function span(name: string, starts: string, ends = starts): NamedSpan {
  return { name, starts, ends, effect: "explain", isHoliday: false };
}

function cover(spans: readonly NamedSpan[], asked: Omit<Periods, "zone"> & { zone?: string }) {
  return coverPeriods(spans, { zone: "UTC", ...asked })
    .map(({ name, from, until }) => [name, from, until]);
}

Deno.test("coverPeriods() covers every period that an event touches", async (t) => {
  await t.step("days", () => {
    const periods = ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"];
    const spans = [span("before", "2025-12-01"), span("turn", "2025-12-31", "2026-01-01")];
    assertEquals(cover(spans, { grain: "day", periods }), [["turn", 1, 2]]);
  });
  await t.step("weeks, of which one day is enough", () => {
    // Sunday 4 January is the last day of the first week.
    const periods = ["2025-12-29", "2026-01-05", "2026-01-12"];
    const spans = [span("Sunday", "2026-01-04"), span("both", "2026-01-04", "2026-01-05")];
    assertEquals(cover(spans, { grain: "week", periods }), [["Sunday", 0, 0], ["both", 0, 1]]);
  });
  await t.step("months, a leap day's too", () => {
    const periods = ["2024-02-01", "2024-03-01"];
    assertEquals(cover([span("leap", "2024-02-29")], { grain: "month", periods }), [[
      "leap",
      0,
      0,
    ]]);
  });
  await t.step("hours, by the day that the zone's clocks show", () => {
    // 23:00 in UTC on 30 June is 01:00 on 1 July in Berlin.
    const periods = ["2026-06-30T21:00:00Z", "2026-06-30T22:00:00Z", "2026-06-30T23:00:00Z"];
    const spans = [span("July", "2026-07-01")];
    assertEquals(cover(spans, { grain: "hour", periods, zone: "Europe/Berlin" }), [["July", 1, 2]]);
    assertEquals(cover(spans, { grain: "hour", periods }), []);
  });
  await t.step("the last year that there is", () => {
    const spans = [span("end", "9999-12-31")];
    assertEquals(cover(spans, { grain: "year", periods: ["9999-01-01"] }), [["end", 0, 0]]);
  });
});

Deno.test("coverPeriods() tells each name once a period", () => {
  const periods = ["2026-01-01"];
  assertEquals(
    cover([span("New Year", "2026-01-01"), span("New Year", "2026-01-01")], {
      grain: "day",
      periods,
    }),
    [["New Year", 0, 0]],
  );
});

Deno.test("coverPeriods() covers nothing where there are no periods", () => {
  assertEquals(cover([span("a", "2026-01-01")], { grain: "day", periods: [] }), []);
});
