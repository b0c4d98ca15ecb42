import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { contributionsOf, type Segments } from "@/lib/stats/explain/contributions.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

function ratio(
  numerators: readonly [readonly number[], readonly number[]],
  denominators: readonly [readonly number[], readonly number[]],
): Segments {
  const split = ([before, after]: readonly [readonly number[], readonly number[]]) => ({
    before: Float64Array.from(before),
    after: Float64Array.from(after),
  });
  return { type: "ratio", numerators: split(numerators), denominators: split(denominators) };
}

function rounded(values: Float64Array | undefined): readonly number[] {
  return Array.from(values ?? [], (value) => Number(value.toFixed(9)) + 0);
}

Deno.test("contributionsOf() a sum is what each amount moved", () => {
  const { before, after, changes, effects } = contributionsOf({
    type: "sum",
    amounts: {
      before: Float64Array.of(50, 20, NaN, -5, 7),
      after: Float64Array.of(24, 21, 4, -9, NaN),
    },
  });
  // 50 to 24, 20 to 21; nothing to 4 is new; -5 to -9; 7 to nothing is gone.
  assertEquals(Array.from(changes), [-26, 1, 4, -4, -7]);
  assertEquals([before, after, effects], [72, 40, null]);
});

Deno.test("contributionsOf() a ratio tells mix from rate", () => {
  // Mobile: 10 of 100 visits bought, then 24 of 300. Desktop: 30 of 100, then 32 of 100.
  // Ratios 0.1 and 0.08, 0.3 and 0.32; parts of visits 1/2 and 3/4, 1/2 and 1/4.
  // Whole: 40/200 = 0.2, then 56/400 = 0.14; their middle 0.17; the change -0.06.
  // rate: mobile (1/2 + 3/4)/2 x -0.02 = -0.0125; desktop (1/2 + 1/4)/2 x 0.02 = 0.0075.
  // mix: mobile (0.09 - 0.17) x 1/4 = -0.02; desktop (0.31 - 0.17) x -1/4 = -0.035.
  // Together: -0.0125 + 0.0075 - 0.02 - 0.035 = -0.06.
  const found = contributionsOf(ratio([[10, 30], [24, 32]], [[100, 100], [300, 100]]));
  assertEquals(rounded(found.effects?.rate), [-0.0125, 0.0075]);
  assertEquals(rounded(found.effects?.mix), [-0.02, -0.035]);
  assertEquals(rounded(found.changes), [-0.0325, -0.0275]);
  assertEquals(rounded(Float64Array.of(found.before, found.after)), [0.2, 0.14]);
});

Deno.test("contributionsOf() shows that all can rise while the whole falls", () => {
  // Simpson: both convert better, yet more come from where few do.
  const { before, after, effects } = contributionsOf(
    ratio([[10, 90], [55, 11]], [[100, 300], [500, 30]]),
  );
  assertEquals(after < before, true);
  assertEquals(effects?.rate.every((one) => one > 0), true);
  assertEquals((effects?.mix ?? []).reduce((sum, one) => sum + one, 0) < 0, true);
});

Deno.test("contributionsOf() makes mix of all that a new or a vanished segment brings", () => {
  // 10/100 before; after 10/100 and 30/100 make 40/200 = 0.2: a change of 0.1, middle 0.15.
  // Old: (0.1 - 0.15) x -1/2 = 0.025. New: 0.15 - 0.15 x 1/2 = 0.075. No ratio moved.
  const found = contributionsOf(ratio([[10, NaN], [10, 30]], [[100, NaN], [100, 100]]));
  assertEquals(rounded(found.effects?.rate), [0, 0]);
  assertEquals(rounded(found.effects?.mix), [0.025, 0.075]);
});

Deno.test("contributionsOf() a ratio over nothing is undefined", () => {
  const { before, after, changes } = contributionsOf(ratio([[1], [2]], [[0], [4]]));
  assertEquals([before, after, ...changes], [NaN, 0.5, NaN]);
});

Deno.test("contributionsOf() adds up for any input", () => {
  const random = createRandom(11);
  // Gaps, zeros, negatives, and sizes from 1e-15 to 1e15.
  const amount = (scale: number) => {
    const roll = random();
    return roll < 0.1 ? NaN : roll < 0.2 ? 0 : (random() - 0.3) * scale;
  };
  for (let round = 0; round < 500; round++) {
    const length = 1 + Math.floor(random() * 40);
    const scale = 10 ** Math.round(random() * 30 - 15);
    const amounts = (signed: boolean) =>
      Float64Array.from(
        { length },
        () => signed ? amount(scale) : Math.abs(amount(scale)),
      );
    const split = (signed: boolean) => ({ before: amounts(signed), after: amounts(signed) });
    const sum = contributionsOf({ type: "sum", amounts: split(true) });
    assertAddsUp(sum.before, sum.after, sum.changes);
    const numerators = split(true);
    const parts = contributionsOf({ type: "ratio", numerators, denominators: split(false) });
    if (Number.isNaN(parts.before + parts.after)) continue;
    assertAddsUp(parts.before, parts.after, parts.changes);
    const { mix, rate } = parts.effects ?? { mix: sum.changes, rate: sum.changes };
    assertAddsUp(parts.before, parts.after, Float64Array.of(...mix, ...rate));
  }
});

function assertAddsUp(before: number, after: number, changes: Float64Array): void {
  const total = changes.reduce((sum, change) => sum + change, 0);
  const size = changes.reduce((sum, change) => sum + Math.abs(change), 0) +
    Math.abs(before) + Math.abs(after);
  assertEquals(Math.abs(total - (after - before)) <= 1e-12 * size, true, `${total} of ${size}`);
}
