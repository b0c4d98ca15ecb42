import { deepStrictEqual as assertEquals, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { scaleFor } from "@/lib/chart/axis/ticks.ts";
import type { LineBlock } from "@/lib/chart/block.ts";
import { type Area, overlaps } from "@/lib/chart/figure/areas.ts";
import {
  type FlagSpace,
  mostRings,
  placeFlagLabels,
  placerOf,
  spotsOf,
} from "@/lib/chart/figure/flag_labels.ts";
import { days, sampleLine } from "@/tests/fixtures/sample_blocks.ts";

const WIDE: FlagSpace = {
  scale: scaleFor([0, 1000], 5),
  box: {
    width: 920,
    height: 340,
    marginTop: 44,
    marginRight: 14,
    marginBottom: 40,
    marginLeft: 50,
  },
  narrow: false,
};

const NARROW: FlagSpace = { ...WIDE, box: { ...WIDE.box, width: 360, height: 260 }, narrow: true };

/** A flat line of 500 but for its odd days, each with a value and a score. */
function lineWith(odd: ReadonlyMap<number, readonly [value: number, score: number]>, count = 365) {
  const periods = days("2026-01-01", count);
  const block: LineBlock = {
    ...sampleLine,
    periods,
    series: [{
      name: null,
      style: "plain",
      values: periods.map((_, index) => odd.get(index)?.[0] ?? 500),
    }],
    expected: null,
    band: null,
    flags: [...odd].map(([index, [, score]]) => ({ index, label: periods[index], score })),
    forecast: null,
    target: null,
  };
  return block;
}

function place(block: LineBlock, axes: FlagSpace, taken: readonly Area[] = []) {
  const space = { ...axes, place: placerOf(block, axes) };
  const spots = spotsOf(block, block.flags, space);
  return { spots, labels: placeFlagLabels(block, spots, { ...space, taken }) };
}

Deno.test("placeFlagLabels() puts no words over others, over a ring or beyond the chart", () => {
  const value = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 100 }));
  const odd = fc.array(fc.tuple(fc.integer({ min: 0, max: 364 }), value), { maxLength: 40 });
  fc.assert(fc.property(odd, fc.boolean(), (odd, narrow) => {
    const { box } = narrow ? NARROW : WIDE;
    const taken: Area = { left: 200, right: 300, top: 44, bottom: 60 };
    const block = lineWith(new Map(odd));
    const { spots, labels } = place(block, narrow ? NARROW : WIDE, [taken]);
    for (const [index, { area }] of labels.entries()) {
      ok(labels.slice(index + 1).every((other) => !overlaps(area, other.area)), "over others");
      ok(!overlaps(area, taken), "over what was there");
      ok(area.left > box.marginLeft - 0.1 && area.right < box.width + 0.1, "beyond the chart");
      for (const { x, y } of spots) {
        // A ring has a radius of 5 and a line of 2.
        const isApart = x + 6 <= area.left || x - 6 >= area.right || y + 6 <= area.top ||
          y - 6 >= area.bottom;
        ok(isApart, `over the ring at ${x}, ${y}`);
      }
    }
  }));
});

Deno.test("placeFlagLabels() names the strongest of near odd days and counts the others", () => {
  const odd = new Map([
    [100, [800, 40] as const],
    [102, [820, 90] as const],
    [104, [790, 50] as const],
    [250, [100, 70] as const],
  ]);
  const { labels } = place(lineWith(odd), WIDE);
  // Day 102 is 13 April, and day 250 is 8 September; what is low has its words below.
  assertEquals(labels.map(({ text }) => text), ["2026-04-13 and 2 more", "2026-09-08"]);
  const [high, low] = labels.map(({ y, spot }) => y - spot.y);
  ok(high < 0 && low > 0);
});

Deno.test("placeFlagLabels() names the strongest first where not all have room", () => {
  // 24 days, all of them far enough apart, the strongest last.
  const odd = new Map(Array.from({ length: 24 }, (_, i) => [i * 15, [900, i] as const]));
  const { labels } = place(lineWith(odd), WIDE);
  equal(labels.length, 8);
  equal(labels[0].text, days("2026-01-01", 365)[345]);
  equal(place(lineWith(odd), NARROW).labels.length, 3);
});

Deno.test("spotsOf() draws one ring for odd days that would lie upon each other", () => {
  const odd = new Map(
    Array.from({ length: 3000 }, (_, i) => [i * 3, [500 + i % 7, i % 97] as const]),
  );
  odd.set(4000, [1000, 99]);
  const block = lineWith(odd, 9000);
  for (const axes of [WIDE, NARROW]) {
    const { spots } = place(block, axes);
    ok(spots.length <= mostRings(axes), `${spots.length} rings`);
    // None is lost: each is one of those that a ring stands for.
    equal(spots.reduce((sum, { count }) => sum + count, 0), 3001);
    equal(spots[0].flag.index, 4000);
  }
});
