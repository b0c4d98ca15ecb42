import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { ChangeWatch } from "@/lib/stats/detect/seasonal/changes.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { StructureFilter } from "@/lib/stats/detect/seasonal/structure.ts";

/** Follows 200 values of noise with deviation 1, and then those given, as far off the level. */
function watch(...last: number[]): ChangeWatch {
  const random = createRandom(1);
  const noise = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
  const filter = new StructureFilter({ memory: 0, wandering: 0.003, level: 0, seasons: [] });
  const changes = new ChangeWatch(filter, 7);
  const values = [...Array.from({ length: 200 }, noise), ...last];
  values.forEach((value, at) => {
    const before = filter.save();
    const { mean, variance } = filter.expect([], false);
    const deviation = Math.sqrt(variance);
    const error = value - mean;
    changes.note({ at, z: error / deviation, deviation, seasonal: 0 }, before);
    if (at === values.length - 1) return;
    if (Number.isFinite(error)) {
      filter.learn(error, variance);
      changes.learnt();
    }
    filter.advance();
    changes.advance();
  });
  return changes;
}

Deno.test("ChangeWatch sees a new level, how it moved and since when", () => {
  const { strength, isUp, ago } = watch(3, 3, 3, 3).level();
  // Four values 3 deviations off are 6 together, less what is not known of the level.
  assert(strength > 5 && strength < 6.2, `${strength}`);
  assertEquals([isUp, ago], [true, 3]);
  assertEquals(watch(-3, -3, -3).level().isUp, false);
});

Deno.test("ChangeWatch takes one value, however far off, for no new level", () => {
  // It counts as 4, over two values at least.
  assert(watch(0, 1e6).level().strength < 4.3);
});

Deno.test("ChangeWatch sees a drift that the filter lags behind", () => {
  const creeping = watch(...Array.from({ length: 30 }, (_, i) => 0.3 * (i + 1)));
  assert(creeping.drift() > 2 * watch(...Array(30).fill(0)).drift());
});

Deno.test("ChangeWatch sees values scatter", () => {
  // Five squares of 9 less 5, over the deviation of a sum of five squares, √10.
  assert(Math.abs(watch(3, -3, 3, -3, 3).scatter() - 40 / Math.sqrt(10)) < 1.5);
  assert(watch(0.5, -0.5, 0.5, -0.5).scatter() < 3);
});

Deno.test("ChangeWatch begins anew from where a new level began", () => {
  const changes = watch(3, 3, 3);
  const { misses } = changes.restart(2);
  assertEquals(misses.map(({ at }) => at), [200, 201, 202]);
  assertEquals(changes.level().strength, 0);
});
