import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { timeTicks } from "@/lib/chart/axis/time_ticks.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { days } from "@/tests/fixtures/sample_blocks.ts";

function startsOf(first: string, count: number, every = 1): Date[] {
  return days(first, count * every).filter((_, index) => index % every === 0)
    .map((day) => new Date(`${day}T00:00:00Z`));
}

function textsOf(starts: readonly Date[], grain: Grain, most = 8): string[] {
  return timeTicks(starts, grain, most).map(({ text }) => text);
}

Deno.test("timeTicks() names every period of a few, and none between them", () => {
  assertEquals(textsOf(startsOf("2026-01-01", 3), "day"), ["1 Jan\n2026", "2 Jan", "3 Jan"]);
});

Deno.test("timeTicks() steps by what people count in", async (t) => {
  const hours = Array.from({ length: 30 }, (_, hour) => new Date(Date.UTC(2026, 0, 1, hour)));
  const months = Array.from({ length: 24 }, (_, month) => new Date(Date.UTC(2025, month, 1)));
  const cases: [string, readonly Date[], Grain, string[]][] = [
    // 30 hours hold 5 times six hours.
    ["hours", hours, "hour", ["00:00\n1 Jan", "06:00", "12:00", "18:00", "00:00\n2 Jan"]],
    // Mondays: 5 January 2026 was one.
    ["days", startsOf("2026-01-01", 40), "day", [
      "5 Jan\n2026",
      "12 Jan",
      "19 Jan",
      "26 Jan",
      "2 Feb",
      "9 Feb",
    ]],
    // Weeks that begin on Sundays: 4 January 2026, then every second.
    ["weeks", startsOf("2026-01-04", 12, 7), "week", [
      "4 Jan\n2026",
      "18 Jan",
      "1 Feb",
      "15 Feb",
      "1 Mar",
      "15 Mar",
    ]],
    ["months", months, "month", [
      ...["Jan\n2025", "Apr", "Jul", "Oct"],
      ...["Jan\n2026", "Apr", "Jul", "Oct"],
    ]],
    ["ten years of days", startsOf("2016-01-01", 3650), "day", [
      "2016",
      "2018",
      "2020",
      "2022",
      "2024",
    ]],
  ];
  for (const [name, starts, grain, expected] of cases) {
    await t.step(name, () => assertEquals(textsOf(starts, grain), expected));
  }
});

Deno.test("timeTicks() names the first period where no round moment is in the range", () => {
  // Tuesday to Saturday: every other day is one tick too many, and no Monday nor month begins.
  const ticks = timeTicks(startsOf("1989-12-19", 5), "day", 2);
  assertEquals(ticks.map(({ text }) => text), ["19 Dec\n1989"]);
});

Deno.test("timeTicks() is never empty, too many, out of order or out of range", () => {
  const spans = fc.tuple(
    fc.integer({ min: 1, max: 4000 }),
    fc.integer({ min: 2, max: 12 }),
    fc.integer({ min: 0, max: 20_000 }),
  );
  fc.assert(
    fc.property(spans, ([count, most, shift]) => {
      const first = new Date(shift * 86_400_000).toISOString().slice(0, 10);
      const starts = startsOf(first, count);
      const times = timeTicks(starts, "day", most).map(({ time }) => time.getTime());
      ok(times.length >= 1 && times.length <= most);
      assertEquals(times, [...new Set(times)].sort((a, b) => a - b));
      ok(times[0] >= starts[0].getTime() && times[times.length - 1] <= starts[count - 1].getTime());
    }),
    { numRuns: 60 },
  );
});
