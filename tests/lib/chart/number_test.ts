import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { NumberBlock } from "@/lib/chart/block.ts";
import { drawNumber, numberWords } from "@/lib/chart/number.ts";
import { sampleNumbers } from "@/tests/fixtures/sample_blocks.ts";

const [revenue, conversion, cancelled] = sampleNumbers;

Deno.test("numberWords() tells value, change and base, and whether it is good news", async (t) => {
  const base = "on the 28 days before";
  const cases: [string, NumberBlock, ReturnType<typeof numberWords>][] = [
    // 1,284,530 / 1,187,200 = 1.08198
    ["more is better", revenue, { value: "$1,284,530", change: "+8.2%", base, news: "good" }],
    // 3.42 - 3.61 = -0.19
    ["points", conversion, { value: "3.4%", change: "−0.2 points", base, news: "bad" }],
    // 12 / 19 = 0.6316
    ["less is better", cancelled, { value: "12", change: "−36.8%", base, news: "good" }],
    ["no direction", { ...revenue, better: null }, {
      value: "$1,284,530",
      change: "+8.2%",
      base,
      news: "none",
    }],
    ["no comparison", { ...revenue, change: null }, {
      value: "$1,284,530",
      change: null,
      base: null,
      news: "none",
    }],
    ["no value", { ...revenue, value: null }, { value: "–", change: "–", base, news: "none" }],
  ];
  for (const [name, block, expected] of cases) {
    await t.step(name, () => assertEquals(numberWords(block), expected));
  }
});

Deno.test("drawNumber() escapes its words", () => {
  const svg = drawNumber({ ...revenue, title: "<b>&" });
  ok(svg.includes("&lt;b&gt;&amp;") && !svg.includes("<b>"));
});
