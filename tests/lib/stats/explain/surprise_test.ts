import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { surprisesOf } from "@/lib/stats/explain/surprise.ts";

function surprises(before: readonly number[], after: readonly number[]): readonly number[] {
  const found = surprisesOf({
    before: Float64Array.from(before),
    after: Float64Array.from(after),
  });
  return Array.from(found, (value) => Number(value.toFixed(6)));
}

Deno.test("surprisesOf() is 0 where all moved alike", () => {
  assertEquals(surprises([94, 6], [47, 3]), [0, 0]);
});

Deno.test("surprisesOf() tells how far a part of the whole moved", () => {
  // Parts 1/2 and 1/2, then 3/4 and 1/4. First: (0.5 log2(1/1.25) + 0.75 log2(1.5/1.25)) / 2
  // = (-0.160964 + 0.197276) / 2 = 0.018156; second: (0.5 log2(1/0.75) + 0.25 log2(0.5/0.75)) / 2
  // = (0.207519 - 0.146241) / 2 = 0.030639.
  assertEquals(surprises([1, 1], [3, 1]), [0.018156, 0.030639]);
});

Deno.test("surprisesOf() is greatest where one segment took the place of another", () => {
  // Each adds half a bit: all of its part came, or went.
  assertEquals(surprises([5, NaN], [NaN, 7]), [0.5, 0.5]);
});

Deno.test("surprisesOf() takes a change of sign for a part that went and one that came", () => {
  // Parts 1/2 and 1/2 of the sizes before and after: half of all left, half of all is new.
  // Each: (0.5 log2(1/0.5)) / 2 twice = 0.25 + 0.25.
  assertEquals(surprises([10, 10], [10, -10]), [0, 0.5]);
  assertEquals(surprises([-10, 10], [-20, 20]), [0, 0]);
});

Deno.test("surprisesOf() is 0 where there is nothing before or after", () => {
  assertEquals(surprises([0, 0], [1, 2]), [0, 0]);
  assertEquals(surprises([NaN], [1]), [0]);
});

Deno.test("surprisesOf() is between 0 and 1 for any input, and the same both ways", () => {
  const random = createRandom(5);
  for (let round = 0; round < 500; round++) {
    const length = 1 + Math.floor(random() * 30);
    const amounts = () =>
      Array.from({ length }, () => random() < 0.1 ? NaN : (random() - 0.3) * 1e9);
    const [before, after] = [amounts(), amounts()];
    const found = surprises(before, after);
    const total = found.reduce((sum, one) => sum + one, 0);
    assertEquals(found.every((one) => one >= 0) && total <= 1 + 1e-5, true, String(found));
    assertEquals(surprises(after, before), found);
  }
});

Deno.test("surprisesOf() is 0 where the sum of all sizes is no number", () => {
  const huge = Float64Array.of(1e308, 1e308);
  assertEquals(surprisesOf({ before: huge, after: Float64Array.of(1, 2) }), new Float64Array(2));
  assertEquals(
    surprisesOf({ before: Float64Array.of(Infinity), after: huge.slice(1) }),
    new Float64Array(1),
  );
});
