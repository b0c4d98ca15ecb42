import { deepStrictEqual as assertEquals, equal } from "node:assert/strict";
import { around, crosses, overlaps } from "@/lib/chart/figure/areas.ts";

const AREA = around({ x: 50, y: 20 }, 20, 10);

Deno.test("around() has the point in its middle", () => {
  assertEquals(AREA, { left: 40, right: 60, top: 15, bottom: 25 });
});

Deno.test("overlaps() keeps six pixels between words side by side, and none between lines", () => {
  const beside = (gap: number) => around({ x: 70 + gap, y: 20 }, 20, 10);
  assertEquals([5, 6].map((gap) => overlaps(AREA, beside(gap))), [true, false]);
  equal(overlaps(AREA, around({ x: 50, y: 30 }, 20, 10)), false);
});

Deno.test("crosses() tells whether a line from left to right meets a rectangle", () => {
  const cases = [
    [[0, 0], [100, 40], true],
    [[0, 0], [100, 10], false],
    [[50, 0], [50, 40], true],
    [[0, 20], [39, 20], false],
    // Steep, and only past the right edge at its height.
    [[50, 0], [70, 40], true],
    [[59, 0], [79, 40], false],
  ] as const;
  for (const [[x1, y1], [x2, y2], expected] of cases) {
    equal(crosses({ x: x1, y: y1 }, { x: x2, y: y2 }, AREA), expected, `${x1} ${y1} ${x2} ${y2}`);
  }
});
