import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { respectShifts } from "@/lib/stats/forecast/series/shift.ts";
import { hurtingSeries } from "@/tests/fixtures/stats/hurting_series.ts";

const seasonal = (season: number) => ({ season, seasons: [season] });

/** Days with a week in them and noise between 0 and 20. */
function noisyWeeks(length: number): Float64Array {
  const random = createRandom(1);
  return Float64Array.from({ length }, (_, day) => 100 + 10 * (day % 7) + 20 * random());
}

Deno.test("respectShifts() adds what was added, and keeps the rest", () => {
  const values = noisyWeeks(120);
  const shifted = values.map((value, day) => day < 80 ? value : value + 300);
  const { values: levelled, shifts } = respectShifts(shifted, seasonal(7));
  assertEquals(shifts.map(({ at, isLogarithm }) => [at, isLogarithm]), [[80, false]]);
  // Medians of eight noisy days are off by a few.
  levelled.forEach((value, day) => assert(Math.abs(value - values[day] - 300) < 12, `day ${day}`));
});

Deno.test("respectShifts() sees what was added to a strong season", () => {
  // By logarithms the week is another one after the shift.
  const week = [3, 1, 4, 1, 5, 9, 2];
  const values = Float64Array.from(
    { length: 200 },
    (_, day) => week[day % 7] + (day > 110 ? 60 : 0) + (day * 7919 % 13) / 10,
  );
  const { shifts } = respectShifts(values, seasonal(7));
  assertEquals(shifts.map(({ at, isLogarithm }) => [at, isLogarithm]), [[111, false]]);
});

Deno.test("respectShifts() multiplies what was multiplied", () => {
  const values = noisyWeeks(120);
  const shifted = values.map((value, day) => day < 80 ? value : value * 4);
  const { values: levelled, shifts } = respectShifts(shifted, seasonal(7));
  assertEquals(shifts.map(({ at, isLogarithm }) => [at, isLogarithm]), [[80, true]]);
  levelled.forEach((value, day) =>
    assert(Math.abs(value / values[day] / 4 - 1) < 0.08, `day ${day}`)
  );
});

Deno.test("respectShifts() finds several, the latest first", () => {
  const values = noisyWeeks(180)
    .map((value, day) => value + (day < 60 ? 0 : day < 120 ? 300 : -500));
  assertEquals(respectShifts(values, seasonal(7)).shifts.map(({ at }) => at), [120, 60]);
});

Deno.test("respectShifts() sees a shift across a gap", () => {
  const values = noisyWeeks(120)
    .map((value, day) => day > 70 && day < 80 ? NaN : day < 80 ? value : value + 300);
  const { values: levelled, shifts } = respectShifts(values, seasonal(7));
  assertEquals(shifts.map(({ at }) => at), [80]);
  assert(Number.isNaN(levelled[75]));
});

Deno.test("respectShifts() leaves alone what is no lasting shift", async (t) => {
  const hurting = hurtingSeries(200);
  const names = [
    "a constant",
    "all zeros",
    "white noise",
    "a random walk",
    "a random walk far above 0",
    "a pure trend",
    "one spike",
    "one spike among zeros",
    "a spike at the end",
    "a step at the end",
    "demand now and then",
    "two values in turn",
    "growth without end",
    "one value",
  ];
  for (const name of names) {
    await t.step(name, () => assertEquals(respectShifts(hurting[name], seasonal(7)).shifts, []));
  }
  const cases: [string, Float64Array][] = [
    [
      "five other days",
      noisyWeeks(120).map((v, day) => v + (day > 60 && day < 66 ? 300 : 0)),
    ],
    ["a season of steps", noisyWeeks(120).map((_, day) => day % 12 < 6 ? 10 : 500)],
    ["a trend and a season", noisyWeeks(120).map((value, day) => value + 5 * day)],
  ];
  for (const [name, values] of cases) {
    await t.step(name, () => assertEquals(respectShifts(values, seasonal(7)).shifts, []));
    await t.step(`${name}, by another season`, () => {
      assertEquals(respectShifts(values, seasonal(12)).shifts, []);
    });
  }
});

Deno.test("respectShifts() waits for a week of hours to be over", () => {
  // Two weeks that end on a Friday, with quiet weekends: Monday is no new level.
  const random = createRandom(1);
  const hours = Float64Array.from({ length: 24 * 19 }, (_, hour) => {
    const day = Math.floor(hour / 24) % 7;
    return (day < 5 ? 200 : 100) + 10 * (hour % 24) + 5 * random();
  });
  assertEquals(respectShifts(hours, { season: 24, seasons: [24, 168] }).shifts, []);
});
