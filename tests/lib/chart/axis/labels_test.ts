import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { headerRows, shorten, spread, textWidth } from "@/lib/chart/axis/labels.ts";

Deno.test("spread() moves neighbours apart and keeps their order", async (t) => {
  const cases: [string, number[], number[]][] = [
    ["room enough", [10, 50, 90], [10, 50, 90]],
    ["two at one place", [50, 50], [50, 66]],
    ["at the lower end", [95, 99], [84, 100]],
    ["in another order", [40, 30], [46, 30]],
  ];
  for (const [name, positions, expected] of cases) {
    await t.step(name, () => assertEquals(spread(positions, 16, [0, 100]), expected));
  }
});

Deno.test("shorten() counts letters, not halves of them", () => {
  assertEquals(shorten("North", 5), "North");
  assertEquals(shorten("Northern", 5), "Nort…");
  assertEquals(shorten("😀😀😀", 2), "😀…");
});

Deno.test("headerRows() breaks a key that is wider than its chart", () => {
  const item = { sign: "dot", colour: "black", text: "North" } as const;
  // A sign of 18 and a gap of 6 before the word, and 16 to the next item.
  const one = 18 + 6 + textWidth("North");
  const width = 2 * one + 16;
  assertEquals(headerRows("n", [], width), 1);
  assertEquals(headerRows("n", [item], width), 1);
  // Two fit below the title, but not beside it; a third goes to the next row.
  assertEquals(headerRows("n", [item, item], width), 2);
  assertEquals(headerRows("n", [item, item, item], width), 3);
  assertEquals(headerRows("n", [item, item], one - 1), 3);
});
