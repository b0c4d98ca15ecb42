import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { sparkSvg, sparkText } from "@/lib/chart/sparkline.ts";

Deno.test("sparkText() spans its letters from the least to the greatest value", () => {
  // 0 to 7 over eight letters: each value has its own.
  assertEquals(sparkText([0, 1, 2, 3, 4, 5, 6, 7]), "▁▂▃▄▅▆▇█");
});

Deno.test("sparkText() keeps gaps, and says nothing where nothing is", async (t) => {
  const cases: [string, (number | null)[], string][] = [
    ["a gap", [0, null, 7], "▁ █"],
    ["not finite", [0, NaN, Infinity, 7], "▁  █"],
    ["flat", [5, 5], "▅▅"],
    ["no values", [null, null], ""],
    ["empty", [], ""],
  ];
  for (const [name, values, expected] of cases) {
    await t.step(name, () => assertEquals(sparkText(values), expected));
  }
});

Deno.test("sparkText() averages what is longer than its limit", () => {
  // Means of (0, 0), (7, 7), (nothing, nothing), (3, 4): 0, 7, none, 3.5 of 7 is the fifth letter.
  assertEquals(sparkText([0, 0, 7, 7, null, null, 3, 4], 4), "▁█ ▅");
});

Deno.test("sparkSvg() breaks its line at a gap and marks the last value", () => {
  const svg = sparkSvg([1, 2, null, 3, 4]);
  assertEquals(/ d="([^"]*)"/.exec(svg)?.[1].match(/M/g)?.length, 2);
  // The last is the greatest: at the right and top, 4 pixels from the edges of 160 × 36.
  ok(svg.includes('<circle cx="156.0" cy="4.0"'));
  assertEquals(sparkSvg([null]), "");
});
