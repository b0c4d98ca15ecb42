import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { daysOf, distinctSpans, type EventSpan } from "@/lib/steps/events/span.ts";

function span(name: string, starts: string, ends = starts, effect = "explain"): EventSpan {
  return { name, source: "days", starts, ends, effect: effect as EventSpan["effect"] };
}

Deno.test("daysOf() gives every day of a span, its last one too", async (t) => {
  const cases: [string, EventSpan, string[]][] = [
    ["one day", span("a", "2026-07-01"), ["2026-07-01"]],
    ["over the end of a year", span("a", "2025-12-30", "2026-01-02"), [
      "2025-12-30",
      "2025-12-31",
      "2026-01-01",
      "2026-01-02",
    ]],
    ["over a leap day", span("a", "2024-02-28", "2024-03-01"), [
      "2024-02-28",
      "2024-02-29",
      "2024-03-01",
    ]],
    ["until the end of time", span("a", "9999-12-30", "9999-12-31"), ["9999-12-30", "9999-12-31"]],
  ];
  for (const [name, one, expected] of cases) {
    await t.step(name, () => assertEquals(daysOf([one]).map(({ day }) => day), expected));
  }
});

Deno.test("daysOf() orders days, and gives each once with the stronger effect", () => {
  const days = daysOf([
    span("b", "2026-01-03"),
    span("a", "2026-01-02", "2026-01-03"),
    span("b", "2026-01-02", "2026-01-03", "mute"),
  ]);
  assertEquals(days.map(({ day, name, effect }) => [day, name, effect]), [
    ["2026-01-02", "a", "explain"],
    ["2026-01-02", "b", "mute"],
    ["2026-01-03", "a", "explain"],
    ["2026-01-03", "b", "mute"],
  ]);
});

Deno.test("distinctSpans() gives each event once, whatever their order", () => {
  const one = span("a", "2026-01-02", "2026-01-03");
  const muted = span("a", "2026-01-02", "2026-01-03", "mute");
  const earlier = span("z", "2026-01-01");
  assertEquals(distinctSpans([one, muted, earlier]), [earlier, muted]);
  assertEquals(distinctSpans([muted, earlier, one]), [earlier, muted]);
});

Deno.test("daysOf() refuses a span without end", () => {
  throws(() => daysOf([span("a", "0001-01-01", "9999-12-31")]), {
    message:
      'Cannot keep all events as they may have at most 200,000 days: current value is "a" from ' +
      "0001-01-01 until 9999-12-31",
  });
});

Deno.test("daysOf() refuses spans that tell the same days again and again", () => {
  // 1,000 spans of 1,827 days and more, which are 2,826 days in all.
  const spans = Array.from(
    { length: 1000 },
    (_, i) =>
      span("a", "2020-01-01", new Date(Date.UTC(2024, 11, 31 + i)).toISOString().slice(0, 10)),
  );
  throws(
    () => daysOf(spans),
    /^AppError: Cannot keep all events as they may have at most 200,000 days/,
  );
});
