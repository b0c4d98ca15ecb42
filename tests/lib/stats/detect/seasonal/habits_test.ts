import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { WeekHabits } from "@/lib/stats/detect/seasonal/habits.ts";

/** Two hours of a week, each of its kind, again and again. */
function habits(): WeekHabits {
  const places = { size: 2, places: Uint8Array.from({ length: 100 }, (_, i) => i % 2) };
  return new WeekHabits(places, places);
}

Deno.test("WeekHabits adds nothing before it knows anything", () => {
  const fresh = habits();
  assertEquals([fresh.offset(0), fresh.width(0)], [0, 1]);
});

Deno.test("WeekHabits learns what an hour is off by, a little each week", () => {
  const one = habits();
  one.learn(0, { error: 3, z: 1 });
  // 3 / (1 + 2); of the other hour nothing is known.
  assertEquals([one.offset(2), one.offset(1)], [1, 0]);
  // An error of 2 beside the offset of 1 is 3 again: (0.9 × 3 + 3) / (0.9 + 1 + 2).
  one.learn(2, { error: 2, z: 1 });
  assert(Math.abs(one.offset(4) - 5.7 / 3.9) < 1e-12);
});

Deno.test("WeekHabits learns which hours scatter more, without what is far off", () => {
  const one = habits();
  one.learn(0, { error: 0, z: 2 });
  // √((2² + 12) / (1 + 12)).
  assert(Math.abs(one.width(0) - Math.sqrt(16 / 13)) < 1e-12);
  const two = habits();
  two.learn(0, { error: 0, z: -1e9 });
  // At most 3: √((9 + 12) / 13).
  assert(Math.abs(two.width(0) - Math.sqrt(21 / 13)) < 1e-12);
  // What is no number of deviations counts as none.
  two.learn(0, { error: 0, z: NaN });
  assert(Number.isFinite(two.width(0)));
});
