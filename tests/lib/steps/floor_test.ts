import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { floorOf, raiseTo } from "@/lib/steps/floor.ts";

Deno.test("floorOf() is 0 where a history never goes below it", () => {
  assertIs(floorOf(Float64Array.of(3, NaN, 0)), 0);
  assertIs(floorOf(Float64Array.of(3, -1, 0)), -Infinity);
});

Deno.test("raiseTo() raises what is below the floor, and leaves gaps", () => {
  assertEquals([...raiseTo(0, Float64Array.of(-2, NaN, 5))], [0, NaN, 5]);
  assertEquals([...raiseTo(-Infinity, Float64Array.of(-2, 5))], [-2, 5]);
});
