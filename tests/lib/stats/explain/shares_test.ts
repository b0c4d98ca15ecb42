import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { sharesOf } from "@/lib/stats/explain/shares.ts";

/** Shares as they are told: tenths of a percent. */
function told(...changes: number[]): readonly number[] | null {
  return sharesOf(Float64Array.from(changes))?.map((share) => Math.round(share * 1000)) ?? null;
}

Deno.test("sharesOf() adds up to 1 as it is told", () => {
  // Each third is 33.3 and a third of a tenth: the tenth that is missing goes to the first.
  assertEquals(told(1, 1, 1), [334, 333, 333]);
  assertEquals(told(-2, -2, -2), [334, 333, 333]);
  assertEquals(told(5), [1000]);
});

Deno.test("sharesOf() goes beyond 1 and below 0 where segments moved against one another", () => {
  // -30 of -20 is 150%, 10 of -20 is -50%.
  assertEquals(told(-30, 10), [1500, -500]);
  assertEquals(told(-30, 0, 10), [1500, 0, -500]);
});

Deno.test("sharesOf() tells nothing of a whole that has hardly moved", async (t) => {
  const cases: [string, number[]][] = [
    ["nothing moved", [0, 0]],
    ["no segments", []],
    ["all made up for", [400, -400]],
    ["all but rounding", [0.1, 0.2, -0.3]],
    ["less than 1% of what moved", [1000, -999]],
    ["not a number", [NaN, 1]],
  ];
  for (const [name, changes] of cases) {
    await t.step(name, () => assertEquals(told(...changes), null));
  }
});

Deno.test("sharesOf() adds up for any input", () => {
  const random = createRandom(3);
  for (let round = 0; round < 1000; round++) {
    const length = 1 + Math.floor(random() * 60);
    const scale = 10 ** Math.round(random() * 30 - 15);
    const shares = told(...Array.from({ length }, () => (random() - 0.4) * scale));
    if (shares === null) continue;
    assertEquals(shares.reduce((sum, share) => sum + share, 0), 1000);
  }
});
