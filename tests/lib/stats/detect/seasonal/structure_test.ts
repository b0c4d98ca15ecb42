import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { LEVEL, StructureFilter } from "@/lib/stats/detect/seasonal/structure.ts";
import fixture from "@/tests/fixtures/stats/structure.json" with { type: "json" };

function createFilter() {
  const { memory, wandering, level } = fixture;
  return new StructureFilter({ memory, wandering, level, seasons: [7] });
}

Deno.test("StructureFilter expects what statsmodels' Kalman filter does", () => {
  const filter = createFilter();
  fixture.values.forEach((value, day) => {
    const { mean, variance } = filter.expect([day % 7], fixture.monthEnd[day] === 1);
    assert(Math.abs(mean - fixture.mean[day]) < 1e-9, `mean of ${day}: ${mean}`);
    assert(Math.abs(variance - fixture.variance[day]) < 1e-9, `variance of ${day}: ${variance}`);
    if (value !== null) filter.learn(value - mean, variance);
    filter.advance();
  });
});

Deno.test("StructureFilter goes back to where it was", () => {
  const filter = createFilter();
  const before = filter.save();
  const first = filter.expect([3], false);
  filter.learn(5, first.variance);
  filter.advance();
  filter.restore(before);
  assertEquals(filter.expect([3], false), first);
});

Deno.test("StructureFilter moves its level at once where it was loosened", () => {
  const moved = (loosened: number) => {
    const filter = createFilter();
    for (let day = 0; day < 50; day++) {
      const { mean, variance } = filter.expect([day % 7], false);
      filter.learn(10 - mean, variance);
      filter.advance();
    }
    filter.loosen(loosened);
    const { mean, variance } = filter.expect([1], false);
    filter.learn(20 - mean, variance);
    return filter.state[LEVEL];
  };
  assert(moved(0) < 13);
  assert(moved(100) > 19);
});
