import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { boundsOf, floorOf, keepBand } from "@/lib/steps/floor.ts";

Deno.test("floorOf() is 0 where a history never goes below it", () => {
  assertIs(floorOf(Float64Array.of(3, NaN, 0)), 0);
  assertIs(floorOf(Float64Array.of(3, -1, 0)), -Infinity);
});

Deno.test("keepBand() keeps a share between none and all, and leaves gaps", () => {
  const band = {
    expected: Float64Array.of(0.9, NaN, 1.1),
    lower: Float64Array.of(-0.1, NaN, 0.8),
    upper: Float64Array.of(1.2, NaN, 1.4),
  };
  const history = Float64Array.of(0.7, NaN, 1);
  const { expected, lower, upper } = keepBand(boundsOf(history, "%"), band);
  assertEquals([...expected], [0.9, NaN, 1]);
  assertEquals([...lower], [0, NaN, 0.8]);
  assertEquals([...upper], [1, NaN, 1]);
  assertEquals([...keepBand(boundsOf(history, "EUR"), band).upper], [...band.upper]);
  assertEquals([...keepBand(boundsOf(Float64Array.of(-1), "%"), band).lower], [...band.lower]);
});
