import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { SeasonalParameters } from "@/lib/stats/detect/detection.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { type Signs, signsByBoth, signsByPast } from "@/lib/stats/detect/seasonal/signs.ts";

const DAYS: SeasonalParameters = {
  method: "seasonal",
  sides: "past",
  threshold: 3,
  calendar: { grain: "day", start: "2024-01-01" },
  muted: [],
};

/** Around a level, evenly within a distance of it. */
function around(level: number, distance: number, length: number, seed = 1): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => level + distance * (2 * random() - 1));
}

function joined(...parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

/** How many of the first values nothing is expected of. */
function unknown({ expected }: Signs): number {
  return expected.findIndex((value) => !Number.isNaN(value));
}

Deno.test("signsByPast() expects nothing before so many values are known", async (t) => {
  // What a grain needs: a week of hours, three of days, two years of months, eight years.
  const cases = [["hour", 168], ["day", 21], ["week", 12], ["month", 24], ["year", 8]] as const;
  for (const [grain, needed] of cases) {
    await t.step(grain, () => {
      const calendar = { grain, start: "2024-01-01" };
      const signs = signsByPast(around(0, 1, needed + 30), { ...DAYS, calendar });
      assertEquals(unknown(signs), needed);
      assert(signs.point.subarray(0, needed).every(Number.isNaN));
    });
  }
});

Deno.test("signsByPast() draws its edges as many deviations away as the threshold", () => {
  // Values below 0 are judged as they are, so that a deviation is as far up as down.
  const values = around(0, 10, 60);
  const [three, six] = [3, 6].map((threshold) => signsByPast(values, { ...DAYS, threshold }));
  for (let i = 21; i < 60; i++) {
    const deviation = (values[i] - three.expected[i]) / three.point[i];
    const reach = three.upper[i] - three.expected[i];
    assert(Math.abs(reach - 3 * deviation) < 1e-9, `${reach}`);
    assert(Math.abs(three.expected[i] - three.lower[i] - reach) < 1e-9);
    assert(Math.abs(six.upper[i] - six.expected[i] - 2 * reach) < 1e-9);
  }
  assertEquals(six.expected, three.expected);
});

Deno.test("signsByPast() knows a deviation a tenth worse than it looks", () => {
  // Of evenly spread values within 10 the deviation is 10 / √3 = 5.8; 1.1 times is 6.4, three 19.1.
  const signs = signsByPast(around(0, 10, 400), DAYS);
  const reach = signs.upper.subarray(300).map((upper, i) => upper - signs.expected[300 + i]);
  const mean = reach.reduce((sum, one) => sum + one / reach.length, 0);
  assert(mean > 17 && mean < 23, `${mean}`);
});

Deno.test("signsByPast() draws edges on the scale of the values", () => {
  // Of amounts above 0 they are as many times as large as small: none is below 0.
  const values = around(0, 1, 60).map((value) => 1.5 + Math.exp(value));
  const { expected, lower, upper } = signsByPast(values, DAYS);
  for (let i = 21; i < 60; i++) {
    assert(lower[i] > 0);
    assert(Math.abs(upper[i] / expected[i] - expected[i] / lower[i]) < 1e-9);
  }
});

Deno.test("signsByPast() gives up a scale with the fourth value that has no place on it", () => {
  // Shares, then per cent of the same: 0.4 to 0.6, then 40 to 60 from the 60th value on.
  const values = joined(around(0.5, 0.1, 60), around(50, 10, 60, 2));
  const signs = signsByPast(values, DAYS);
  // A share is never above 1, so that none is expected there.
  assert(signs.expected.subarray(21, 64).every((value) => value < 1));
  assertEquals([...signs.outside.subarray(58, 62)], [0, 0, 9, 9]);
  assertEquals([...signs.outside.subarray(64)], Array(56).fill(0));
  assert(signs.expected[100] > 40 && signs.expected[100] < 60, `${signs.expected[100]}`);
  // On the scale of shares 50 is no number, nor is any sign of it.
  for (const name of ["point", "level", "drift", "scatter", "shape"] as const) {
    assert(Number.isFinite(signs[name][110]), name);
  }
});

Deno.test("signsByPast() tells of a value what it did before the next ones came", () => {
  const values = joined(around(0.5, 0.1, 60), around(50, 10, 60, 2));
  const whole = signsByPast(values, DAYS);
  // Before and after the scale is given up: 64 is the first value of the new one.
  for (const length of [50, 62, 64, 100]) {
    const begun = signsByPast(values.slice(0, length), DAYS);
    for (const [name, column] of Object.entries(begun)) {
      assertEquals(column, whole[name as keyof Signs].slice(0, length), `${name} of ${length}`);
    }
  }
});

Deno.test("signsByPast() learns nothing from what is muted, or stuck", async (t) => {
  const values = around(100, 10, 120).map((value) => value + 0.5);
  await t.step("muted", () => {
    // Twelve days of 117 to 120 among days of 90 to 110: no one of them is far off.
    const high = values.map((value, i) => i >= 60 && i < 72 ? 117 + (i * 7 % 4) : value);
    const muted = Array.from({ length: 12 }, (_, i) => 60 + i);
    const after = (places: readonly number[]) =>
      signsByPast(high, { ...DAYS, muted: places }).expected[72];
    const [without, learnt] = [after(muted), after([])];
    assert(without > 92 && without < 108, `${without}`);
    assert(learnt > without + 5, `${learnt} beside ${without}`);
    // One day less that is muted teaches.
    assert(after(muted.slice(0, -1)) !== without);
  });
  await t.step("muted places beyond the end are none", () => {
    assertEquals(signsByPast(values, { ...DAYS, muted: [120, 5000] }), signsByPast(values, DAYS));
  });
  await t.step("stuck", () => {
    // Ten days of 130: were they learnt from, that would be what is expected.
    const stuck = signsByPast(values.slice().fill(130, 60, 70), DAYS);
    assert(stuck.stuck[69] > 3, `${stuck.stuck[69]}`);
    assert(stuck.expected[70] < 112, `${stuck.expected[70]}`);
  });
});

Deno.test("signsByBoth() sees that a level was new for a while only", () => {
  const values = joined(around(100, 5, 80), around(150, 5, 15, 2), around(100, 5, 80, 3));
  const both = signsByBoth(values, { ...DAYS, sides: "both" });
  const passing = [...both.passing.keys()].filter((i) => both.passing[i] === 1);
  assertEquals([passing.at(0), passing.at(-1)], [80, 94]);
  // By its past alone nobody knows that it ends.
  assertEquals(signsByPast(values, DAYS).passing.some((one) => one === 1), false);
});
