import { deepStrictEqual as assertEquals, equal, ok as assert } from "node:assert/strict";
import { constantFor, searchArima } from "@/lib/stats/arima/search.ts";
import differences from "@/tests/fixtures/stats/differences.json" with { type: "json" };

Deno.test("searchArima() finds the airline model for the airline's passengers", () => {
  // Box and Jenkins' own: (0,1,1)(0,1,1), which R's auto.arima finds too.
  const airline = differences.find(({ name }) => name.startsWith("AirPassengers"));
  assert(airline !== undefined);
  const values = Float64Array.from(airline.values);
  const choice = searchArima({ values, season: 12, regressors: [] });
  assertEquals(choice?.fit.order, { p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1 });
  equal(choice?.hasConstant, false);
});

Deno.test("searchArima() gives a line its slope, and noise its level", () => {
  const noise = (i: number) => Math.sin(i * i * 12.9898);
  for (const [slope, d] of [[2, 1], [0, 0]]) {
    const values = Float64Array.from({ length: 80 }, (_, i) => 50 + slope * i + noise(i));
    const choice = searchArima({ values, season: 1, regressors: [] });
    equal(choice?.fit.order.d, d);
    equal(choice?.hasConstant, true);
  }
});

Deno.test("constantFor() is a level without differences and a slope with them", () => {
  const order = { p: 0, d: 0, q: 0, P: 0, D: 0, Q: 0 };
  assertEquals(constantFor(order, 3), Float64Array.of(1, 1, 1));
  assertEquals(constantFor({ ...order, D: 1 }, 3), Float64Array.of(1, 2, 3));
});
