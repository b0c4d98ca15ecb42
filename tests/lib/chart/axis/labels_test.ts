import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { shorten, spread } from "@/lib/chart/axis/labels.ts";

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
