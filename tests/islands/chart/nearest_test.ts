import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { nearest } from "@/islands/chart/nearest.ts";

const POINTS = [[0, 0], [10, 100], [20, null]].map(([x, y]) => ({
  x: Number(x),
  y: y as number | null,
  point: { x: 0, y: null, title: "", lines: [] },
}));

Deno.test("nearest() looks along the axis of the chart", () => {
  assertEquals(nearest(POINTS, { x: 9, y: 0 }, "x"), 1);
  assertEquals(nearest(POINTS, { x: 9, y: 0 }, "both"), 0);
  assertEquals(nearest(POINTS, { x: 9, y: 0 }, "y"), 0);
});

Deno.test("nearest() finds gaps along the time axis, and no others", () => {
  assertEquals(nearest(POINTS, { x: 19, y: 100 }, "x"), 2);
  assertEquals(nearest(POINTS, { x: 19, y: 100 }, "both"), 1);
  assertEquals(nearest([], { x: 0, y: 0 }, "x"), null);
});
