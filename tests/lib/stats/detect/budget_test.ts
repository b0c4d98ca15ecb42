import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { countAbove, replayOf, spansIn, thresholdFor } from "@/lib/stats/detect/budget.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

Deno.test("spansIn() tells how many weeks, months and years some periods are", () => {
  // Four years have 1461 days and 48 months.
  assertEquals(spansIn(1461, "day", "month"), 48);
  assertEquals(spansIn(14, "day", "week"), 2);
  assertEquals(spansIn(6, "month", "year"), 0.5);
  assertEquals(spansIn(336, "hour", "week"), 2);
});

Deno.test("countAbove() counts what is odder, of all series together", () => {
  const replay = replayOf([Float64Array.of(1, 4, NaN), Float64Array.of(3, Infinity, 4)], 1);
  assertEquals([0, 1, 3, 3.5, 4, 99].map((one) => countAbove(replay, one)), [5, 4, 3, 3, 1, 1]);
});

Deno.test("thresholdFor() flags as many as may be", async (t) => {
  const cases: [string, number[], number, number][] = [
    // Of 6.2 and 4.1 only the first may be flagged: 5 is between them.
    ["the one of three that is oddest", [4.1, 6.2, 2.5], 1, 5],
    ["two, between which is no whole number", [4.1, 6.2, 4.3], 2, 4.2],
    ["none, so that it is above all", [4.1, 6.2, 2.5], 0, 7],
    ["as many as there are, down to what is ordinary", [4.1, 6.2, 0.5], 3, 1],
    ["no more than there are", [4.1, 6.2, 2.5], 100, 1],
    ["half a point more is rounded up", [4.1, 6.2, 2.5], 0.5, 5],
    ["neither of two equal ones where one may be", [4.1, 4.1, 2.5], 1, 5],
    ["what nothing surpasses, though it is too much", [Infinity, Infinity, 2.5, 1.2], 1, 3],
    ["what nothing surpasses, alone", [Infinity, Infinity], 0, 1],
    ["nothing of nothing", [], 3, 1],
    ["nothing that was not judged", [NaN, NaN], 3, 1],
  ];
  for (const [name, points, most, expected] of cases) {
    await t.step(name, () => {
      assertEquals(thresholdFor(replayOf([Float64Array.from(points)], 1), most), expected);
    });
  }
});

Deno.test("thresholdFor() keeps to every budget, and to a greater one with no higher threshold", () => {
  const random = createRandom(7);
  const points = Float64Array.from({ length: 500 }, () => Math.round(random() * 80) / 10);
  const replay = replayOf([points], 0);
  let before = Infinity;
  for (let most = 0; most <= 500; most += 7) {
    const threshold = thresholdFor(replay, most);
    const count = points.filter((point) => point > threshold).length;
    assert(count <= most, `${count} of ${most}`);
    assert(threshold <= before);
    // With the next point there would be too many.
    const next = Math.max(...points.filter((point) => point <= threshold));
    const more = points.filter((point) => point >= next).length;
    assert(more > most || next === 0, `${more} of ${most}`);
    before = threshold;
  }
});
