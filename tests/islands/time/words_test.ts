import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { exactWords, momentWords } from "@/islands/time/words.ts";

const NOW = new Date("2026-11-22T12:00:00Z");

Deno.test("momentWords() names a moment as its reader would", async (t) => {
  const cases: [string, string][] = [
    ["2026-11-22T11:59:40Z", "just now"],
    ["2026-11-22T11:57:00Z", "3 min ago"],
    ["2026-11-22T11:00:01Z", "59 min ago"],
    ["2026-11-22T07:59:00Z", "4 h ago"],
    ["2026-11-22T12:00:30Z", "in a minute"],
    ["2026-11-22T14:00:00Z", "in 2 h"],
    // Berlin is an hour ahead of UTC in winter, and two in summer.
    ["2026-11-21T23:30:00Z", "22 Nov, 00:30"],
    ["2026-07-01T22:30:00Z", "2 Jul, 00:30"],
    ["2025-12-31T23:30:00.123Z", "1 Jan, 00:30"],
    ["2025-11-20T13:05:00Z", "20 Nov 2025, 14:05"],
    ["2026-11-29T12:00:00Z", "29 Nov, 13:00"],
  ];
  for (const [at, expected] of cases) {
    await t.step(`${at} is ${expected}`, () => {
      assertEquals(momentWords(at, { now: NOW, zone: "Europe/Berlin" }), expected);
    });
  }
});

Deno.test("exactWords() names the zone, which changes with the season", () => {
  assertEquals(exactWords("2026-11-22T11:57:59Z", "Europe/Berlin"), "22 Nov 2026, 12:57 CET");
  assertEquals(exactWords("2026-07-01T22:30:00Z", "Europe/Berlin"), "2 Jul 2026, 00:30 CEST");
  assertEquals(exactWords("2026-07-01T22:30:00Z", "UTC"), "1 Jul 2026, 22:30 UTC");
});
