import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { binEdges, binsFrom } from "@/lib/chart/bins.ts";

Deno.test("binEdges() are round numbers, about the square root of the values apart", () => {
  // Nine values ask for three bins over 11 to 20: steps of 5 from 10 to 20 come nearest.
  assertEquals(binEdges([11, 20], 9), [10, 15, 20]);
});

Deno.test("binEdges() hold the least and the greatest value, in 42 bins at most", () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(fc.property(value, value, fc.integer({ min: 1, max: 1e7 }), (one, other, values) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const edges = binEdges([low, high], values);
    ok(edges.length >= 2 && edges.length <= 43, `${edges.length} edges`);
    const slack = 1e-9 * Math.max(1, high - low);
    ok(edges[0] <= low + slack && edges[edges.length - 1] >= high - slack, edges.join());
    ok(edges.every((edge, index) => index === 0 || edges[index - 1] < edge), edges.join());
  }));
});

Deno.test("binsFrom() leaves no hole, and gives the bin at an end what is beyond it", () => {
  // The greatest value, 10, would begin a third bin: it is counted in the second.
  assertEquals(binsFrom([0, 5, 10], new Map([[-1, 1], [0, 2], [2, 3]])), [
    { from: 0, to: 5, count: 3 },
    { from: 5, to: 10, count: 3 },
  ]);
  assertEquals(binsFrom([0, 5, 10], new Map([[1, 4]])), [
    { from: 0, to: 5, count: 0 },
    { from: 5, to: 10, count: 4 },
  ]);
});
