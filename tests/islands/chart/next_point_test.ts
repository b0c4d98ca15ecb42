import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { nextPoint } from "@/islands/chart/next_point.ts";

Deno.test("nextPoint() goes from point to point, and stays within them", async (t) => {
  const cases: readonly (readonly [string, number | null, number, number | null])[] = [
    ["ArrowRight", null, 4, 0],
    ["ArrowLeft", null, 4, 4],
    ["ArrowDown", 2, 4, 3],
    ["ArrowUp", 2, 4, 1],
    ["ArrowRight", 4, 4, 4],
    ["ArrowLeft", 0, 4, 0],
    ["ArrowRight", -1, 4, 0],
    ["ArrowRight", null, Infinity, 0],
    ["Home", 3, 4, 0],
    ["End", 3, 4, 4],
    ["Enter", 3, 4, null],
    ["constructor", 3, 4, null],
  ];
  for (const [key, at, last, expected] of cases) {
    await t.step(`${key} from ${at}`, () => assertEquals(nextPoint(key, at, last), expected));
  }
});
