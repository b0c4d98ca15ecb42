import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { binsOf } from "@/lib/chart/bins.ts";

Deno.test("binsOf() counts between round edges, the greatest value in the last bin", () => {
  // Nine values ask for three bins over 11 to 20: steps of 5 from 10 to 20 hold 4 and 5.
  assertEquals(binsOf(Float64Array.of(11, 12, 13, 14, 15, 16, 17, 18, 20)), [
    { from: 10, to: 15, count: 4 },
    { from: 15, to: 20, count: 5 },
  ]);
});

Deno.test("binsOf() leaves out what is no number", () => {
  assertEquals(binsOf(Float64Array.of(NaN, Infinity)), []);
});

Deno.test("binsOf() counts every finite value once, in bins that touch", () => {
  const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(fc.property(values, (list) => {
    const bins = binsOf(Float64Array.from(list));
    assertEquals(bins.reduce((sum, { count }) => sum + count, 0), list.length);
    ok(bins.length <= 42, `${bins.length} bins`);
    for (const [index, { from, to }] of bins.entries()) {
      ok(from < to);
      if (index > 0) assertEquals(from, bins[index - 1].to);
    }
  }));
});
