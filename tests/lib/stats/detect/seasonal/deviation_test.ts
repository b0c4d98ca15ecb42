import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { middleOf, spreadOf } from "@/lib/stats/detect/seasonal/deviation.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

Deno.test("spreadOf() is the standard deviation of normal errors, whatever a few odd ones are", () => {
  const random = createRandom(1);
  const errors = Float64Array.from(
    { length: 20_000 },
    () => 3 * (Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, 0) - 6),
  );
  assert(Math.abs(spreadOf(errors) / 3 - 1) < 0.02, `${spreadOf(errors)}`);
  errors.fill(1e12, 0, 200);
  assert(Math.abs(spreadOf(errors) / 3 - 1) < 0.1, `${spreadOf(errors)}`);
});

Deno.test("spreadOf() is 0 where most errors are, and NaN of none", () => {
  assertEquals([spreadOf([0, 0, 0, 5]), spreadOf([])], [0, NaN]);
});

Deno.test("middleOf() is the median", () => {
  assertEquals([middleOf(Float64Array.of(3, 1, 2)), middleOf(Float64Array.of(4, 1, 2, 3))], [
    2,
    2.5,
  ]);
});
