import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { Detection, SeasonalParameters } from "@/lib/stats/detect/detection.ts";
import { JUDGEMENTS, ODDITIES, type Oddity } from "@/lib/stats/detect/oddity.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { detectSeasonal } from "@/lib/stats/detect/seasonal/seasonal.ts";

const PAST: SeasonalParameters = {
  method: "seasonal",
  sides: "past",
  threshold: 3,
  calendar: { grain: "day", start: "2024-01-01" },
  muted: [],
};
const BOTH: SeasonalParameters = { ...PAST, sides: "both" };

/** A number near 0 with deviation 1: a sum of twelve uniform ones. */
function createNormal(seed: number): () => number {
  const random = createRandom(seed);
  return () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
}

/** Weekdays of 1000, weekends of 600, with noise of 5%. */
function weeks(length: number, seed = 1): Float64Array {
  const normal = createNormal(seed);
  return Float64Array.from(
    { length },
    (_, day) => (day % 7 < 5 ? 1000 : 600) * Math.exp(0.05 * normal()),
  );
}

function flagsOf({ flagged }: Detection): number[] {
  return [...flagged.keys()].filter((i) => flagged[i] === 1);
}

function kindAt(found: Detection, i: number): Oddity {
  return ODDITIES[found.kind[i]];
}

/** The kinds that are told of any of these days. */
function kindsIn(found: Detection, from: number, to: number): Set<Oddity> {
  return new Set(
    flagsOf(found).filter((i) => i >= from && i < to).map((i) => kindAt(found, i)),
  );
}

Deno.test("detectSeasonal() expects of a day what its weekday is", () => {
  const found = detectSeasonal(weeks(200), PAST);
  // 195 is 27 weeks and 6 days: a Sunday; the day after is a Monday.
  assert(Math.abs(found.expected[195] / 600 - 1) < 0.08, `${found.expected[195]}`);
  assert(Math.abs(found.expected[196] / 1000 - 1) < 0.08, `${found.expected[196]}`);
  // Three deviations of 5% on either side, 1.1 times, and what is not known of the level.
  assert(found.lower[196] > 700 && found.lower[196] < 900);
  assert(found.upper[196] > 1100 && found.upper[196] < 1350);
});

Deno.test("detectSeasonal() tells nothing of the first weeks", () => {
  const found = detectSeasonal(weeks(40), PAST);
  assertEquals(
    [...found.judged.subarray(0, 21)].map((code) => JUDGEMENTS[code]),
    Array(21).fill("none"),
  );
  assertEquals(JUDGEMENTS[found.judged[30]], "past");
  assert(found.score.subarray(0, 21).every(Number.isNaN));
});

Deno.test("detectSeasonal() flags little in series without oddities", () => {
  let flags = 0;
  for (let seed = 1; seed <= 20; seed++) {
    flags += flagsOf(detectSeasonal(weeks(365, seed), PAST)).length;
  }
  // Twenty years: 3.3 deviations of normal noise come about once in three years, besides what else is told.
  assert(flags <= 20, `${flags} flags in 20 years`);
});

Deno.test("detectSeasonal() names what is odd about the last day by its past", async (t) => {
  const cases: [Oddity, (values: Float64Array) => void][] = [
    ["spike", (values) => values[200] *= 1.4],
    ["double", (values) => values[200] *= 2],
    ["partial", (values) => values[200] *= 0.5],
    ["zero", (values) => values[200] = 0],
    ["absent", (values) => values[200] = NaN],
    ["stuck", (values) => values.fill(1000, 198)],
  ];
  for (const [oddity, change] of cases) {
    await t.step(oddity, () => {
      const values = weeks(201);
      values[200] = 1000;
      change(values);
      const found = detectSeasonal(values, PAST);
      assertEquals([found.flagged[200], kindAt(found, 200)], [1, oddity]);
    });
  }
});

Deno.test("detectSeasonal() calls a low day a drop where others come after it", () => {
  const values = weeks(220);
  values[200] = 500;
  assertEquals(kindAt(detectSeasonal(values, PAST), 200), "drop");
});

Deno.test("detectSeasonal() sees a new level that no single day shows, and is used to it then", () => {
  // 15% are 3 deviations of noise, 2.7 of what is flagged: most days are not odd by themselves.
  const values = weeks(300).map((value, day) => day < 200 ? value : 1.15 * value);
  const found = detectSeasonal(values, PAST);
  assert(kindsIn(found, 200, 212).has("level_up"), `${flagsOf(found)}`);
  assertEquals(flagsOf(found).filter((day) => day > 214), []);
});

Deno.test("detectSeasonal() expects a new level soon after a trend breaks", () => {
  const values = weeks(400).map((value, day) => day < 200 ? value : value * 3);
  const found = detectSeasonal(values, PAST);
  assertEquals(found.flagged[200], 1);
  // After two days it is plain that the level is new.
  assertEquals(flagsOf(found).filter((day) => day >= 202), []);
});

Deno.test("detectSeasonal() sees values scatter more than they did", () => {
  const normal = createNormal(7);
  const values = weeks(260).map((value, day) =>
    day < 200 || day >= 215 ? value : value * Math.exp(0.11 * normal())
  );
  const found = detectSeasonal(values, PAST);
  assert(flagsOf(found).some((day) => day >= 200 && day < 216));
});

Deno.test("detectSeasonal() sees values creep away", () => {
  // 1.8% a day for 30 days, a third of the noise.
  const values = weeks(260).map((value, day) =>
    value * Math.exp(0.018 * Math.max(0, Math.min(30, day - 200)))
  );
  const found = detectSeasonal(values, PAST);
  const kinds = kindsIn(found, 205, 235);
  assert(kinds.has("drift") || kinds.has("level_up"), `${[...kinds]}`);
});

Deno.test("detectSeasonal() sees a weekly pattern that is turned round", () => {
  const values = weeks(260);
  for (let day = 203; day < 210; day++) values[day] *= day % 7 < 5 ? 0.6 : 1 / 0.6;
  const found = detectSeasonal(values, PAST);
  assert(flagsOf(found).filter((day) => day >= 203 && day < 211).length >= 5);
});

Deno.test("detectSeasonal() with both sides tells a level for a while from one that lasts", () => {
  const brief = weeks(300).map((value, day) => day >= 150 && day < 164 ? 1.4 * value : value);
  const found = detectSeasonal(brief, BOTH);
  const during = Array.from({ length: 12 }, (_, i) => kindAt(found, 151 + i));
  assertEquals(during, Array(12).fill("level_up_for_a_while"));
  // What it should have been is expected throughout.
  assert(found.expected[156] < 1150);

  const lasting = weeks(300).map((value, day) => day >= 150 ? 0.7 * value : value);
  const seen = detectSeasonal(lasting, BOTH);
  assert(kindsIn(seen, 149, 153).has("level_down"), `${flagsOf(seen)}`);
  assertEquals(flagsOf(seen).filter((day) => day > 153), []);
});

Deno.test("detectSeasonal() with both sides says so of each day", () => {
  const values = weeks(300);
  values[150] *= 1.3;
  const found = detectSeasonal(values, BOTH);
  assertEquals([found.flagged[150], kindAt(found, 150)], [1, "spike"]);
  assertEquals(JUDGEMENTS[found.judged[150]], "both");
});

Deno.test("detectSeasonal() with both sides knows the time of the year after four years", () => {
  // Twelve days at the end of each year sell twice as much; in the last year they do not.
  const isFeast = (day: number) => day % 365 >= 345 && day % 365 < 357;
  const values = weeks(5 * 365).map((value, day) =>
    isFeast(day) && day < 4 * 365 ? 2 * value : value
  );
  const found = detectSeasonal(values, BOTH);
  const flags = (year: number) =>
    flagsOf(found).filter((day) => isFeast(day) && Math.floor(day / 365) === year).length;
  assert(flags(1) <= 3 && flags(2) <= 3, `${flags(1)}, ${flags(2)}`);
  assert(found.expected[4 * 365 + 350] > 1300, `${found.expected[4 * 365 + 350]}`);
});

Deno.test("detectSeasonal() by the past is not moved by what comes later", () => {
  const values = weeks(300);
  values[150] *= 1.5;
  values.fill(NaN, 280);
  const whole = detectSeasonal(values, PAST);
  for (const end of [100, 151, 200, 290]) {
    const { score, flagged, expected } = detectSeasonal(values.subarray(0, end), PAST);
    assertEquals(score, whole.score.slice(0, end));
    assertEquals(flagged, whole.flagged.slice(0, end));
    assertEquals(expected, whole.expected.slice(0, end));
  }
});

Deno.test("detectSeasonal() scores muted days, never flags them and learns nothing from them", () => {
  const values = weeks(300);
  values[250] = 100;
  const plain = weeks(300);
  plain[250] = 3000;
  const parameters = { ...PAST, muted: [250] };
  const found = detectSeasonal(values, parameters);
  assertEquals([found.flagged[250], JUDGEMENTS[found.judged[250]]], [0, "muted"]);
  assert(found.score[250] > 75);
  const after = detectSeasonal(plain, parameters).expected.subarray(251);
  assertEquals(found.expected.subarray(251), after);
});

Deno.test("detectSeasonal() scores the same whatever the threshold is", () => {
  const values = weeks(300);
  values[250] *= 1.3;
  for (const sides of ["past", "both"] as const) {
    const low = detectSeasonal(values, { ...PAST, sides, threshold: 1 });
    const high = detectSeasonal(values, { ...PAST, sides, threshold: 8 });
    assertEquals(low.score, high.score);
    assert(flagsOf(low).length > flagsOf(high).length);
  }
});

Deno.test("detectSeasonal() judges small counts by the noise that counts have", () => {
  // About 3 a day: 0 and 6 are ordinary, 15 is not.
  const random = createRandom(3);
  const values = Float64Array.from(
    { length: 300 },
    () => Array.from({ length: 30 }, random).filter((share) => share < 0.1).length,
  );
  values[290] = 0;
  values[293] = 6;
  values[296] = 15;
  const found = detectSeasonal(values, PAST);
  assertEquals(flagsOf(found).filter((day) => day >= 290), [296]);
  assert(found.lower[296] >= 0);
});

Deno.test("detectSeasonal() keeps the band of a share between 0 and 1", () => {
  const normal = createNormal(2);
  const values = Float64Array.from(
    { length: 200 },
    () => 1 / (1 + Math.exp(-3 + 0.4 * normal())),
  );
  values[190] = 0.5;
  const found = detectSeasonal(values, PAST);
  assertEquals(found.flagged[190], 1);
  assert(found.upper.subarray(30).every((upper) => upper < 1));
});

Deno.test("detectSeasonal() goes on where values fall below 0 under a logarithm", () => {
  const normal = createNormal(4);
  // Profits: above 0 in the first two months, around 0 from then on.
  const values = Float64Array.from(
    { length: 300 },
    (_, day) => day < 60 ? 1000 + 50 * normal() : 100 + 200 * normal(),
  );
  values[290] = -3000;
  for (const parameters of [PAST, BOTH]) {
    const found = detectSeasonal(values, parameters);
    assertEquals(found.flagged[290], 1);
    assert(found.expected.subarray(120).every(Number.isFinite));
    assert(flagsOf(found).filter((day) => day > 120).length < 6, `${flagsOf(found)}`);
  }
});

Deno.test("detectSeasonal() leaves absent what is always absent", () => {
  // Closed on Sundays; once on a Monday.
  const values = weeks(300).map((value, day) => day % 7 === 6 ? NaN : value);
  values[280] = NaN;
  const found = detectSeasonal(values, PAST);
  assertEquals(flagsOf(found).filter((day) => Number.isNaN(values[day]) && day > 40), [280]);
  assertEquals(kindAt(found, 280), "absent");
});

Deno.test("detectSeasonal() takes a series that hurts", async (t) => {
  const normal = createNormal(5);
  let walk = 0;
  const noise = (length: number, of: (i: number) => number) =>
    Float64Array.from({ length }, (_, i) => of(i));
  const cases: [string, Float64Array, number][] = [
    ["a random walk", noise(730, () => walk += normal()), 25],
    ["white noise", noise(730, normal), 4],
    ["a pure trend", noise(730, (i) => 1000 + 5 * i), 0],
    ["a falling trend into what is below 0", noise(730, (i) => 1000 - 5 * i + 20 * normal()), 30],
    ["steps", noise(730, (i) => 100 * (1 + Math.floor(i / 100)) + normal()), 40],
    ["all zeros", new Float64Array(730), 0],
    ["all the same", new Float64Array(730).fill(5), 0],
    ["one point", Float64Array.of(5), 0],
    ["no point", new Float64Array(), 0],
    ["gaps alone", new Float64Array(100).fill(NaN), 0],
    ["infinite values", new Float64Array(100).fill(Infinity), 0],
    ["1e15", weeks(400).map((value) => value * 1e15), 3],
    ["1e-15", weeks(400).map((value) => value * 1e-18), 3],
    ["1e300", weeks(400).map((value) => value * 1e300), 3],
    ["the least double", weeks(400).map((value) => value * 1e-320), 400],
    ["an end in gaps", weeks(400).map((value, i) => i < 350 ? value : NaN), 40],
    ["a beginning in gaps", weeks(400).map((value, i) => i < 50 ? NaN : value), 3],
  ];
  for (const [name, values, most] of cases) {
    for (const sides of ["past", "both"] as const) {
      await t.step(`${name}, ${sides}`, () => {
        const found = detectSeasonal(values, { ...PAST, sides });
        assert(flagsOf(found).length <= most, `${flagsOf(found).length}: ${flagsOf(found)}`);
        for (const score of found.score) {
          assert(Number.isNaN(score) || (score >= 0 && score <= 100));
        }
      });
    }
  }
});

Deno.test("detectSeasonal() flags one spike, of whatever size the numbers are", async (t) => {
  for (const factor of [1e15, 1, 1e-15]) {
    for (const sides of ["past", "both"] as const) {
      await t.step(`${factor}, ${sides}`, () => {
        const values = weeks(400).map((value) => value * factor);
        values[390] *= 1.5;
        assert(detectSeasonal(values, { ...PAST, sides }).flagged[390] === 1);
      });
    }
  }
});

Deno.test("detectSeasonal() takes every grain, over leap years and years of 53 weeks", async (t) => {
  const normal = createNormal(6);
  const lengths = { hour: 1000, day: 900, week: 300, month: 96, quarter: 48, year: 30 } as const;
  for (const grain of ["hour", "day", "week", "month", "quarter", "year"] as const) {
    await t.step(grain, () => {
      const values = Float64Array.from(
        { length: lengths[grain] },
        (_, i) =>
          1000 *
          Math.exp(0.3 * Math.sin(i * Math.PI / 6) * Number(grain === "month") + 0.03 * normal()),
      );
      const last = values.length - 2;
      values[last] *= 1.6;
      for (const sides of ["past", "both"] as const) {
        const calendar = { grain, start: grain === "hour" ? "2020-02-27T00:00:00Z" : "2020-01-01" };
        const found = detectSeasonal(values, { ...PAST, sides, calendar });
        assertEquals(found.flagged[last], 1);
        assert(flagsOf(found).length < 8, `${flagsOf(found)}`);
      }
    });
  }
});

/** 12 weeks of hours: each weekday has hours of its own, and what is off stays so for some hours. */
function hours(): Float64Array {
  const normal = createNormal(9);
  let noise = 0;
  return Float64Array.from({ length: 12 * 168 }, (_, i) => {
    const [hour, day] = [i % 24, Math.floor(i / 24) % 7];
    noise = 0.8 * noise + 0.6 * normal();
    const shape = Math.cos((hour - 14) * Math.PI / 12) + 0.2 * Math.sin((hour + 3 * day) / 2);
    return 1000 * Math.exp(0.5 * shape - 0.3 * Number(day > 4) + 0.1 * noise);
  });
}

const HOURS = { ...PAST, calendar: { grain: "hour", start: "2026-01-05T00:00:00Z" } } as const;

Deno.test("detectSeasonal() raises about one alarm a week at most of ordinary hours", async (t) => {
  for (const sides of ["past", "both"] as const) {
    await t.step(sides, () => {
      const found = detectSeasonal(hours(), { ...HOURS, sides });
      // 12 weeks, of which the first is not judged by the past.
      assert(flagsOf(found).length <= 11, `${flagsOf(found)}`);
    });
  }
});

Deno.test("detectSeasonal() finds what is odd about hours", async (t) => {
  const at = 8 * 168 + 40;
  const changes: readonly (readonly [string, number, (value: number, i: number) => number])[] = [
    // The noise has a deviation of 0.1 × 0.6 / √(1 - 0.8²) = 0.1, of which 6 are × 1.82.
    ["a spike of 6 deviations", 1, (value) => value * Math.exp(0.6)],
    ["a drop of 6 deviations", 1, (value) => value * Math.exp(-0.6)],
    ["an outage", 4, () => 0],
    ["hours that are missing", 3, () => NaN],
    ["a stuck value", 6, () => 1000],
  ];
  for (const [name, length, change] of changes) {
    for (const sides of ["past", "both"] as const) {
      await t.step(`${name}, ${sides}`, () => {
        const values = hours();
        for (let i = at; i < at + length; i++) values[i] = change(values[i], i);
        const { flagged } = detectSeasonal(values, { ...HOURS, sides });
        assert(flagged.subarray(at, at + length).includes(1));
      });
    }
  }
});

Deno.test("detectSeasonal() does not expect a spike to last while hours are hardly known", () => {
  // In the second week it is not known yet which hours differ by themselves.
  const at = 236;
  const values = hours().slice(0, at + 3);
  const { expected } = detectSeasonal(values, HOURS);
  values[at] *= 5;
  const spiked = detectSeasonal(values, HOURS);
  assert(flagsOf(spiked).includes(at) && !flagsOf(spiked).includes(at + 1));
  // log 5 = 1.61, of which 0.8 would be expected to last: 3.6 times as much. The level alone moves, a little.
  assert(spiked.expected[at + 1] < 2 * expected[at + 1]);
});

Deno.test("detectSeasonal() tells of no new level of hours that stays inside the band", () => {
  for (const size of [0.05, 0.1, 0.15]) {
    const values = hours().map((value, i) => i > 1400 ? value * Math.exp(size) : value);
    const { kind, lower, upper } = detectSeasonal(values, HOURS);
    const inside = [...kind].filter((code, i) =>
      ODDITIES[code].startsWith("level") && values[i] > lower[i] && values[i] < upper[i]
    );
    assertEquals(inside, [], `${size}`);
  }
});
