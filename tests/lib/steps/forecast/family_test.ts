import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type Floors, makeAddUp, type Told } from "@/lib/steps/forecast/family.ts";

/** A forecast whose only interval reaches so far to each side. */
function told(yhat: readonly number[], reach: number | null): Told {
  const mean = Float64Array.from(yhat);
  const interval = (width: number) => ({
    level: 95 as const,
    lower: mean.map((value) => value - width),
    upper: mean.map((value) => value + width),
  });
  return { yhat: mean, intervals: reach === null ? null : [interval(reach)] };
}

/** The same for the total and two parts. */
function floors(least: number): Floors {
  return { total: least, parts: Float64Array.of(least, least) };
}

function means(forecasts: readonly Told[]): number[][] {
  return forecasts.map(({ yhat }) => Array.from(yhat));
}

Deno.test("makeAddUp() moves each period by how sure its forecasts are, with their intervals", () => {
  // Reaches of 2, 1 and 1 are variances as 4, 1 and 1. In the first period 6 are missing: λ = 6 / 6, so that
  // the total goes down by 4 and each part up by 1; in the second all adds up.
  const total = told([26, 20], 2);
  const parts = [told([12, 12], 1), told([8, 8], 1)];
  const found = makeAddUp({ total, parts }, {
    way: "weighted_least_squares",
    least: floors(-Infinity),
  });
  assertEquals(means([found.total, ...found.parts]), [[22, 20], [13, 12], [9, 8]]);
  assertEquals(found.total.intervals?.[0], {
    level: 95,
    lower: Float64Array.of(20, 18),
    upper: Float64Array.of(24, 22),
  });
});

Deno.test("makeAddUp() adds parts up from the bottom and leaves them alone", () => {
  const parts = [told([12, 12], 1), told([8, 9], 1)];
  const found = makeAddUp({ total: told([26, 20], 2), parts }, {
    way: "bottom_up",
    least: floors(0),
  });
  assertEquals(means([found.total]), [[20, 21]]);
  assertEquals(found.parts, parts);
});

Deno.test("makeAddUp() keeps a measure that is never below 0 there, its intervals too", () => {
  // 12 too much, 4 from each of three: the part of 1 stops at 0, and the others share the 11 left: 5.5.
  const parts = [told([20], 3), told([1], 3)];
  const found = makeAddUp({ total: told([9], 3), parts }, {
    way: "least_squares",
    least: floors(0),
  });
  assertEquals(means([found.total, ...found.parts]), [[14.5], [14.5], [0]]);
  assertEquals(found.parts[1].intervals?.[0].lower, Float64Array.of(0));
  // A plain measure goes below.
  const plain = makeAddUp({ total: told([9], 3), parts }, {
    way: "least_squares",
    least: floors(-Infinity),
  });
  assertEquals(means([plain.total, ...plain.parts]), [[13], [16], [-3]]);
});

Deno.test("makeAddUp() counts all the same where no error was ever seen", () => {
  const parts = [told([10], null), told([8], 1)];
  const found = makeAddUp(
    { total: told([24], 2), parts },
    { way: "weighted_least_squares", least: floors(0) },
  );
  assertEquals(means([found.total, ...found.parts]), [[22], [12], [10]]);
  assertEquals(found.parts[0].intervals, null);
});

Deno.test("makeAddUp() leaves out a part of which nothing is forecast", () => {
  const none = told([], null);
  const found = makeAddUp(
    { total: told([10], 1), parts: [none, told([12], 1)] },
    { way: "least_squares", least: floors(-Infinity) },
  );
  assertEquals(means([found.total, ...found.parts]), [[11], [], [11]]);
  const nothing = { total: none, parts: [none] };
  assertEquals(makeAddUp(nothing, { way: "bottom_up", least: floors(0) }), nothing);
});
