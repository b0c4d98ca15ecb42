import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { EventMark, LineBlock } from "@/lib/chart/block.ts";
import { shareEvents } from "@/lib/notebook/run/shared_events.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";

/** Ten days, or fewer that end on the same one, with what comes after them. */
function line(
  count: number,
  events: readonly EventMark[],
  ahead: readonly string[] = [],
): LineBlock {
  return {
    type: "line",
    title: "Revenue",
    answer: null,
    axis: { title: "Revenue", unit: null },
    grain: "day",
    periods: periodsAfter("2025-12-31", "day", 10).slice(-count),
    series: [],
    expected: null,
    band: null,
    flags: [],
    events,
    forecast: ahead.length === 0 ? null : { periods: ahead, values: [], intervals: [] },
    target: null,
    incomplete: false,
  };
}

const eventsOf = (...blocks: readonly LineBlock[]) =>
  shareEvents(blocks).events.map(({ name, from, until }) => `${name} ${from} ${until}`);

Deno.test("shareEvents() tells once what several lines have, by its days", () => {
  const sale = { name: "Sale", from: 2, until: 3 };
  const holiday = { name: "Epiphany", from: 5, until: 5 };
  assertEquals(eventsOf(line(10, [sale, holiday]), line(10, [sale, holiday])), [
    "Sale 2026-01-03 2026-01-04",
    "Epiphany 2026-01-06 2026-01-06",
  ]);
});

Deno.test("shareEvents() takes the whole of what a shorter line has the rest of", () => {
  // Of eight days the first is 3 January, in the midst of the sale.
  const whole = line(10, [{ name: "Sale", from: 1, until: 4 }]);
  const rest = line(8, [{ name: "Sale", from: 0, until: 2 }]);
  assertEquals(eventsOf(rest, whole), ["Sale 2026-01-02 2026-01-05"]);
  assertEquals(eventsOf(rest), ["Sale 2026-01-03 2026-01-05"]);
});

Deno.test("shareEvents() tells what is to come by the days of the forecast", () => {
  const events = [{ name: "Sale", from: 9, until: 11 }];
  assertEquals(eventsOf(line(10, events, ["2026-01-11", "2026-01-12"])), [
    "Sale 2026-01-10 2026-01-12",
  ]);
});

Deno.test("shareEvents() leaves all else of the blocks as it was", () => {
  const { events: _events, ...rest } = line(10, [{ name: "Sale", from: 1, until: 4 }]);
  const table = { type: "table", title: null, columns: [], rows: [], total: 0 } as const;
  assertEquals(shareEvents([line(10, [{ name: "Sale", from: 1, until: 4 }]), table]).blocks, [
    rest,
    table,
  ]);
  assertEquals(shareEvents([]), { blocks: [], events: [] });
});
