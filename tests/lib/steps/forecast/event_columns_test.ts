import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { NamedSpan } from "@/lib/steps/events/cover.ts";
import { columnsOf } from "@/lib/steps/forecast/event_columns.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";

function span(name: string, starts: string, ends = starts, isHoliday = false): NamedSpan {
  return { name, starts, ends, isHoliday, effect: "explain" };
}

const DAYS = ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"];

function told(columns: ReturnType<typeof columnsOf>) {
  return columns.map(({ name, past, future }) => [name, [...past], [...future]]);
}

Deno.test("columnsOf() counts an event in the periods that it touches, and in those to come", () => {
  const spans = [span("Sale", "2025-12-31", "2026-01-01"), span("New Year", "2026-01-01")];
  const columns = columnsOf(spans, { periods: DAYS, past: 3, grain: "day", zone: "UTC" });
  assertEquals(told(columns), [
    ["Sale", [0, 1, 1], [0]],
    ["New Year", [0, 0, 1], [0]],
  ]);
});

Deno.test("columnsOf() makes one column of all holidays, each day once", () => {
  const spans = [
    span("New Year's Day", "2026-01-01", "2026-01-01", true),
    span("Neujahr", "2026-01-01", "2026-01-01", true),
    span("Second day", "2026-01-02", "2026-01-02", true),
  ];
  const columns = columnsOf(spans, { periods: DAYS, past: 3, grain: "day", zone: "UTC" });
  assertEquals(told(columns), [["holidays", [0, 0, 1], [1]]]);
});

Deno.test("columnsOf() counts the days that a longer period has of an event", () => {
  // February 2024 has 29 days, of which the sale has the last two; March has its first.
  const columns = columnsOf([span("Sale", "2024-02-28", "2024-03-01")], {
    periods: ["2024-01-01", "2024-02-01", "2024-03-01"],
    past: 2,
    grain: "month",
    zone: "UTC",
  });
  assertEquals(told(columns), [["Sale", [0, 2], [1]]]);
});

Deno.test("columnsOf() adds up what would be too many columns, the rarest", () => {
  const spans = [
    span("often", "2025-12-30", "2026-01-01"),
    ...Array.from({ length: 9 }, (_, i) => span(`once ${i}`, "2025-12-31")),
  ];
  const columns = columnsOf(spans, { periods: DAYS, past: 3, grain: "day", zone: "UTC" });
  assertEquals(columns.length, 8);
  assertEquals(columns[0].name, "often");
  // Seven have a column of their own, "often" among them: three of the nine are left.
  assertEquals(told(columns).at(-1), ["other events", [0, 3, 0], [0]]);
});

Deno.test("columnsOf() makes few columns of a hundred thousand names", () => {
  const periods = periodsAfter("2023-12-31", "day", 2000);
  const spans = Array.from({ length: 100_000 }, (_, i) => {
    const day = periods[i % 1900];
    return {
      name: `event ${i}`,
      effect: "explain" as const,
      starts: day,
      ends: day,
      isHoliday: false,
    };
  });
  const columns = columnsOf(spans, { periods, past: 1900, grain: "day", zone: "UTC" });
  assertEquals(columns.length, 8);
  const [other] = columns.filter(({ name }) => name === "other events");
  // 1,200 of the days have 53 of the events, 700 have 52; the first 7 days lend one each to a column.
  assertEquals([other.past[0], other.past[7], other.past[1899], other.past.length], [
    52,
    53,
    52,
    1900,
  ]);
});
