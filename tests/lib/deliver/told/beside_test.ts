import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { wordsBeside } from "@/lib/deliver/told/beside.ts";

Deno.test("wordsBeside() reads where something moved, and on which side a figure is", async (t) => {
  const cases: [string, "up" | "down" | null, "about" | "over" | "under" | null][] = [
    ["fell by about 12 since", "down", "about"],
    ["fell to 12 since", null, null],
    ["grew by over 12 since", "up", "over"],
    ["more than 12 since", null, "over"],
    ["at 12 lower", "down", null],
    ["nearly 12 more", "up", "under"],
    ["at 12 since", null, null],
    ["fell by 12 more", "down", null],
    ["soared a whopping 12 since", "up", null],
    ["at 12 year-on-year growth", "up", null],
    ["of 12 was down since", null, null],
    ["fell in 12 more", "up", null],
  ];
  for (const [sentence, direction, bound] of cases) {
    await t.step(sentence, () => {
      const from = sentence.indexOf("12");
      const after = sentence.slice(from + 2);
      assertEquals(wordsBeside(sentence, from, from + 2), { after, direction, bound });
    });
  }
});
