import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import {
  strengthOfAbsence,
  strengthOfOutside,
  strengthOfSameness,
} from "@/lib/stats/detect/seasonal/rules.ts";

function amounts(length: number): Float64Array {
  return Float64Array.from({ length }, createRandom(1)).map((share) => 100 + 10 * share);
}

Deno.test("strengthOfAbsence() is 6 where values are always there, and fades as they stay away", () => {
  const values = amounts(100);
  values.fill(NaN, 70);
  const strength = strengthOfAbsence(values, 7);
  assertEquals([strength[69], strength[70]], [0, 6]);
  // A week later one of eight such weekdays is absent: 6 × (1 - 1/8 / 0.6) = 4.75; after five, none is told.
  assert(Math.abs(strength[77] - 4.75) < 1e-12);
  assertEquals([strength[84 + 7 * 2], strength[99]].map((one) => one < 3.1), [true, true]);
});

Deno.test("strengthOfAbsence() falls silent once in an absence, and stays so", () => {
  // After 32 days the same weekday was absent in 2 of 6 weeks on day 46, in 2 of 7 on day 49: the absence
  // alone is 14 of 46 days there and 17 of 49 here. 6 (1 - 14 / 46 / 0.6) is 2.957, and less from then on.
  const values = Float64Array.from({ length: 120 }, (_, day) => day < 32 ? 10 : NaN);
  const strength = strengthOfAbsence(values, 7);
  assert(strength.subarray(32, 46).every((one) => one > 3));
  assert(strength.subarray(46).every((one) => one < 3));
});

Deno.test("strengthOfAbsence() says nothing of gaps before the first value and in its first season", () => {
  const values = amounts(30);
  values.fill(NaN, 0, 5);
  values[8] = NaN;
  assertEquals([...strengthOfAbsence(values, 7).subarray(0, 12)], Array(12).fill(0));
});

Deno.test("strengthOfSameness() grows with the run of values that do not repeat as a rule", () => {
  const values = amounts(100);
  values.fill(105.5, 80, 85);
  const strength = strengthOfSameness(values);
  assertEquals([strength[80], strength[81]], [0, 0]);
  assert(strength[82] > 2.5 && strength[83] > strength[82] && strength[84] > strength[83]);
});

Deno.test("strengthOfSameness() finds nothing in small counts, constants and zeros", () => {
  const random = createRandom(2);
  const counts = Float64Array.from({ length: 300 }, () => Math.floor(3 * random()));
  assert(strengthOfSameness(counts).every((strength) => strength < 3));
  assert(strengthOfSameness(new Float64Array(100).fill(5)).every((strength) => strength === 0));
  assert(strengthOfSameness(new Float64Array(100)).every((strength) => strength === 0));
});

Deno.test("strengthOfOutside() is 9 for a rare 0 that a scale has no place for", () => {
  const values = amounts(60);
  values[40] = 0;
  const strength = strengthOfOutside(values, values.map((value) => value > 0 ? value : NaN));
  assertEquals([strength[39], strength[40], strength[41]], [0, 9, 0]);
});

Deno.test("strengthOfOutside() is 0 where such values are usual", () => {
  const values = amounts(60).map((value, i) => i % 5 === 0 ? 0 : value);
  const placed = values.map((value) => value > 0 ? value : NaN);
  assert(strengthOfOutside(values, placed).every((strength) => strength === 0));
});
