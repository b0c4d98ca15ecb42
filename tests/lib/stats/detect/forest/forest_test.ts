import {
  deepStrictEqual as assertEquals,
  notDeepStrictEqual as assertNotEquals,
  ok as assert,
  throws as assertThrows,
} from "node:assert/strict";
import {
  flagHighest,
  type ForestParameters,
  judgeByForest,
  trainForest,
} from "@/lib/stats/detect/forest/forest.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

const PARAMETERS: ForestParameters = {
  method: "isolation_forest",
  window: 28,
  threshold: 3,
  lag: 7,
  contamination: 0.02,
  seed: 1,
  calendar: { grain: "day", start: "2024-01-01" },
};

function days(length: number, seed = 1): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from(
    { length },
    (_, day) => (day % 7 < 5 ? 100 : 60) + 5 * (random() + random()),
  );
}

Deno.test("judgeByForest() flags the spike of a quiet series, and at most the share asked for", () => {
  const values = days(400);
  values[350] = 300;
  const { score, flagged } = judgeByForest(values, PARAMETERS);
  assertEquals(flagged[350], 1);
  assertEquals(Math.max(...score), score[350]);
  assert(flagged.reduce((sum, flag) => sum + flag, 0) <= 8);
});

Deno.test("judgeByForest() knows an ordinary value on the wrong day", () => {
  // 100 is a weekday's value; on a Sunday it is odd to whoever looks at the calendar.
  const values = days(400);
  values[349] = 105;
  const { score } = judgeByForest(values, PARAMETERS);
  const higher = score.filter((one) => one > score[349]).length;
  assert(higher < 8, `${higher} are odder`);
});

Deno.test("judgeByForest() finds no day of a constant odd, whatever its place in the month", () => {
  for (const value of [0, 5]) {
    const { score, flagged } = judgeByForest(new Float64Array(90).fill(value), PARAMETERS);
    assertEquals(flagged, new Uint8Array(90));
    assert(score.every((one) => one <= 50));
  }
});

Deno.test("judgeByForest() scores 100 what moves from values that never changed", () => {
  const values = new Float64Array(90).fill(5);
  values[80] = 6;
  const { score, flagged } = judgeByForest(values, { ...PARAMETERS, trained: 60 });
  assertEquals([score[80], flagged[80]], [100, 1]);
  assertEquals(flagged.reduce((sum, flag) => sum + flag, 0), 1);
});

Deno.test("judgeByForest() trains anew on what it is given", () => {
  // Trained on the first half, the second is new to it, and scored by what it knows.
  const values = days(400).map((value, day) => day < 200 ? value : 3 * value);
  const half = judgeByForest(values, { ...PARAMETERS, trained: 200 });
  const whole = judgeByForest(values, PARAMETERS);
  assertNotEquals(half.score, whole.score);
  const flags = (flagged: Uint8Array) => flagged.subarray(228).reduce((sum, flag) => sum + flag, 0);
  assert(flags(half.flagged) > 40, `${flags(half.flagged)}`);
  assert(flags(whole.flagged) <= 8);
  assertEquals([half.trained, whole.trained], [200, 400]);
});

Deno.test("trainForest() keeps a forest that scores new days as it would have then", () => {
  const values = days(400);
  values[390] = 300;
  const parameters = { ...PARAMETERS, trained: 300 };
  const model = trainForest(values, parameters);
  assertEquals(model, trainForest(values, parameters));
  const then = judgeByForest(values, parameters);
  const now = judgeByForest(values, { ...PARAMETERS, model });
  assertEquals(now.score, then.score);
  assertEquals(now.flagged, then.flagged);
  assertEquals([now.flagged[390], now.trained], [1, 0]);
  // It does not learn: with another seed and other days it says the same of the same days.
  const later = judgeByForest(values.subarray(0, 350), { ...PARAMETERS, seed: 9, model });
  assertEquals(later.score, now.score.subarray(0, 350));
});

Deno.test("trainForest() trains another forest on other days", () => {
  assertNotEquals(trainForest(days(200), PARAMETERS), trainForest(days(201), PARAMETERS));
  assertNotEquals(
    trainForest(days(200), PARAMETERS),
    trainForest(days(200), { ...PARAMETERS, seed: 2 }),
  );
});

Deno.test("judgeByForest() refuses a model that looks at something else", () => {
  const model = trainForest(days(200), PARAMETERS);
  assertThrows(() => judgeByForest(days(200), { ...PARAMETERS, window: 14, model }), {
    code: "MODEL_FAILED",
    message: "Cannot apply a stored model as it was trained with window 28, lag 7, calendar day: " +
      "current value is window 14, lag 7, calendar day",
  });
});

Deno.test("flagHighest() flags at most the share asked for, and nothing ordinary", async (t) => {
  const cases: [string, number[], number, number[]][] = [
    ["the highest two of four", [60, 90, 70, 80], 0.5, [0, 1, 0, 1]],
    ["none of three equal ones where two may be", [90, 90, 90, 60], 0.5, [0, 0, 0, 0]],
    ["ordinary scores", [40, 50, 30, 20], 0.5, [0, 0, 0, 0]],
    ["a share of less than one value", [99, 60, 60, 60], 0.1, [0, 0, 0, 0]],
    ["missing scores count for nothing", [NaN, NaN, 90, 60], 0.5, [0, 0, 1, 0]],
  ];
  for (const [name, score, contamination, flagged] of cases) {
    await t.step(name, () => {
      assertEquals(flagHighest(Float64Array.from(score), contamination), Uint8Array.from(flagged));
    });
  }
});
