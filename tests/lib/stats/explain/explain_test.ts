import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import type { Segments } from "@/lib/stats/explain/contributions.ts";
import { explainDimension } from "@/lib/stats/explain/explain.ts";

function sum(before: readonly number[], after: readonly number[]): Segments {
  return {
    type: "sum",
    amounts: { before: Float64Array.from(before), after: Float64Array.from(after) },
  };
}

// The revenue of an advertising system that fell from 100 to 50, by three dimensions, as the paper
// of Adtributor (Bhagwan and others, NSDI 2014, section 3.1) has it.
const DATA_CENTERS = sum([94, 6], [47, 3]);
const ADVERTISERS = sum([50, 20, 20, 10], [24, 21, 4, 1]);
const DEVICES = sum([50, 25, 25], [49, 1, 0]);

Deno.test("explainDimension() tells what each segment brought to the paper's fall", () => {
  // X fell by 47 of 50, Y by 3.
  assertEquals(
    explainDimension(DATA_CENTERS, { top: 5 }).groups.map(({ share }) => share),
    [0.94, 0.06],
  );
  // Tablets fell by 25, phones by 24, computers by 1: the order is that of what was brought.
  assertEquals(
    explainDimension(DEVICES, { top: 5 }).groups.map((
      { segments, change, share },
    ) => [...segments, change, share]),
    [[2, -25, 0.5], [1, -24, 0.48], [0, -1, 0.02]],
  );
  // Advertiser 1 fell by 26, 3 by 16, 4 by 9; 2 rose by 1.
  assertEquals(
    explainDimension(ADVERTISERS, { top: 5 }).groups.map(({ share }) => share),
    [0.52, 0.32, 0.18, -0.02],
  );
});

Deno.test("explainDimension() finds the paper's dimension the most surprising", () => {
  const [centers, advertisers, devices] = [DATA_CENTERS, ADVERTISERS, DEVICES]
    .map((dimension) => explainDimension(dimension, { top: 5 }).surprise);
  // The data centers fell alike: 94% and 6% of the whole before and after.
  assertEquals(centers < 1e-12, true);
  // Devices: parts 50, 25, 25% then 98, 2, 0%, in bits: computers (0.5 log2(1/1.48) +
  // 0.98 log2(1.96/1.48)) / 2 = (-0.282799 + 0.397150) / 2 = 0.057176; phones (0.25 log2(0.5/0.27) +
  // 0.02 log2(0.04/0.27)) / 2 = (0.222242 - 0.055097) / 2 = 0.083573; tablets 0.25 / 2 = 0.125.
  assertEquals(Number(devices.toFixed(4)), 0.2657);
  assertEquals(devices > advertisers && advertisers > centers, true);
});

Deno.test("explainDimension() puts small groups together and adds them up", () => {
  // Ranked by what they moved: 0 (-40), 2 (+9), then 1, 3 and 4 together: -1 + 2 - 3 of 30, 6 and 5.
  const { groups, before, after } = explainDimension(
    sum([100, 10, 10, 4, NaN], [60, 9, 19, 6, -3]),
    { top: 2 },
  );
  assertEquals([before, after], [124, 91]);
  assertEquals(
    groups.map(({ segments, before, after, change }) => ({ segments, before, after, change })),
    [
      { segments: [0], before: 100, after: 60, change: -40 },
      { segments: [2], before: 10, after: 19, change: 9 },
      { segments: [4, 3, 1], before: 14, after: 12, change: -2 },
    ],
  );
});

Deno.test("explainDimension() tells the last segment by itself where it is the only other one", () => {
  const { groups } = explainDimension(sum([3, 2, 1], [0, 0, 0]), { top: 2 });
  assertEquals(groups.map(({ segments }) => segments), [[0], [1], [2]]);
});

Deno.test("explainDimension() tells which segments are new and which are gone", () => {
  const { groups } = explainDimension(sum([5, NaN], [NaN, 9]), { top: 5 });
  assertEquals(groups.map(({ before, after }) => [before, after]), [[NaN, 9], [5, NaN]]);
});

Deno.test("explainDimension() keeps mix and rate of the whole however few are told", () => {
  const random = createRandom(8);
  const amounts = () => Float64Array.from({ length: 30 }, () => Math.floor(random() * 90));
  const segments: Segments = {
    type: "ratio",
    numerators: { before: amounts(), after: amounts() },
    denominators: { before: amounts(), after: amounts() },
  };
  const whole = (top: number) => {
    const { groups } = explainDimension(segments, { top });
    return (["mix", "rate"] as const).map((effect) =>
      Number(groups.reduce((sum, { effects }) => sum + (effects?.[effect] ?? 0), 0).toFixed(9))
    );
  };
  assertEquals(whole(3), whole(30));
});

Deno.test("explainDimension() has shares that add up for any input", () => {
  const random = createRandom(21);
  for (let round = 0; round < 300; round++) {
    const length = 1 + Math.floor(random() * 50);
    const amounts = () => Array.from({ length }, () => random() < 0.1 ? NaN : random() * 100 - 20);
    const { groups, before, after } = explainDimension(sum(amounts(), amounts()), { top: 5 });
    assertEquals(groups.length <= 6, true);
    assertEquals(groups.flatMap(({ segments }) => segments).length, length);
    const change = groups.reduce((sum, group) => sum + group.change, 0);
    assertEquals(Math.abs(change - (after - before)) < 1e-9, true);
    const told = groups.map(({ share }) => share === null ? null : Math.round(share * 1000));
    if (told.includes(null)) continue;
    assertEquals(told.reduce<number>((sum, share) => sum + (share ?? 0), 0), 1000);
  }
});

Deno.test("explainDimension() has no segments where there are none", () => {
  const { groups, surprise } = explainDimension(sum([], []), { top: 5 });
  assertEquals([groups, surprise], [[], 0]);
});
