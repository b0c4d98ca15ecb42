import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import {
  type Family,
  reconcile,
  type Reconciled,
  RECONCILIATIONS,
} from "@/lib/stats/forecast/reconcile.ts";
import fixture from "@/tests/fixtures/stats/reconcile.json" with { type: "json" };
import { greatestGap } from "@/tests/helpers/numbers.ts";

function familyOf(
  [total, ...parts]: readonly number[],
  [own, ...others]: readonly number[],
  least = -Infinity,
): Family {
  const variance = { total: own, parts: Float64Array.from(others) };
  const floors = new Float64Array(parts.length).fill(least);
  return { total, parts: Float64Array.from(parts), variance, least: floors };
}

function flat({ total, parts }: Reconciled): number[] {
  return [total, ...parts];
}

Deno.test("reconcile() gives what the matrices of Hyndman and Wickramasuriya give", async (t) => {
  for (const { name, forecasts, variances, ...expected } of fixture) {
    for (const way of RECONCILIATIONS) {
      await t.step(`${name}: ${way}`, () => {
        const found = flat(reconcile(familyOf(forecasts, variances), way));
        assert(greatestGap(found, expected[way]) < 1e-9, found.join());
      });
    }
  }
});

Deno.test("reconcile() moves what is surer less", () => {
  // 10 are missing: of variances 4, 1 and 3 each gives or takes its share of 8.
  // 100 - 10 × 4 / 8 = 95, 60 + 10 / 8 = 61.25, 30 + 30 / 8 = 33.75.
  const family = familyOf([100, 60, 30], [4, 1, 3]);
  assertEquals(flat(reconcile(family, "weighted_least_squares")), [95, 61.25, 33.75]);
});

Deno.test("reconcile() lets no part fall below the least value", () => {
  // 31 too much: shared by four each would give 7.75, more than 2 and 0 have. With these held at 0 the
  // 29 left, 59 against 30, are shared by two: 59 - 14.5 and 30 + 14.5.
  const family = familyOf([30, 59, 2, 0], [1, 1, 1, 1], 0);
  assertEquals(flat(reconcile(family, "least_squares")), [44.5, 44.5, 0, 0]);
  assertEquals(flat(reconcile(familyOf([-5, -1, -2], [1, 1, 1], 0), "least_squares")), [0, 0, 0]);
  assertEquals(flat(reconcile(familyOf([9, -1, 4], [1, 1, 1], 0), "bottom_up")), [4, 0, 4]);
});

Deno.test("reconcile() holds a part at its own least value", () => {
  // 12 too much, 4 from each of three: the part of 1 stops at 0 and the other goes below: 11 / 2 = 5.5.
  const family = { ...familyOf([-9, 1, 1], [1, 1, 1]), least: Float64Array.of(0, -Infinity) };
  assertEquals(flat(reconcile(family, "least_squares")), [-4, 0, -4]);
});

Deno.test("reconcile() finds the nearest of all that add up and keep the least value", () => {
  const random = createRandom(3);
  for (let round = 0; round < 200; round++) {
    const numbers = (count: number, from: number, to: number) =>
      Array.from({ length: count }, () => from + (to - from) * random());
    const forecasts = [...numbers(1, -20, 60), ...numbers(5, -20, 30)];
    const variances = numbers(6, 0.1, 5);
    const family = familyOf(forecasts, variances, 0);
    const found = reconcile(family, "weighted_least_squares");
    const cost = ({ total, parts }: Reconciled) =>
      flat({ total, parts }).reduce((s, v, i) => s + (v - forecasts[i]) ** 2 / variances[i], 0);
    const sum = found.parts.reduce((all, part) => all + part, 0);
    assert(Math.abs(sum - found.total) < 1e-9);
    assert(found.parts.every((part) => part >= 0));
    // The cost is convex: where no small step lowers it, nothing does.
    found.parts.forEach((_, i) => {
      for (const step of [1e-4, -1e-4]) {
        const parts = found.parts.map((part, k) => Math.max(0, k === i ? part + step : part));
        const total = parts.reduce((all, part) => all + part, 0);
        assert(cost({ total, parts }) >= cost(found) - 1e-12);
      }
    });
  }
});

Deno.test("reconcile() counts all the same where a variance is unknown", () => {
  for (const unknown of [0, NaN, Infinity, -1]) {
    const family = familyOf([100, 60, 30], [4, unknown, 3]);
    const equal = reconcile(family, "least_squares");
    assertEquals(reconcile(family, "weighted_least_squares"), equal);
  }
});

Deno.test("reconcile() leaves what adds up alone, and nothing without parts", () => {
  for (const way of RECONCILIATIONS) {
    assertEquals(flat(reconcile(familyOf([7, 3, 4], [1, 2, 3], 0), way)), [7, 3, 4]);
    assertEquals(flat(reconcile(familyOf([0, 0, 0], [1, 2, 3], 0), way)), [0, 0, 0]);
    assertEquals(flat(reconcile(familyOf([7], [1]), way)), [7]);
  }
});

Deno.test("reconcile() scales with its values", () => {
  for (const scale of [1e15, 1e-15]) {
    const values = [100, 60, 30].map((value) => value * scale);
    const variances = [4, 1, 3].map((value) => value * scale ** 2);
    const found = flat(reconcile(familyOf(values, variances), "weighted_least_squares"));
    const expected = [95, 61.25, 33.75].map((value) => value * scale);
    assert(greatestGap(found, expected) < 1e-12 * scale);
  }
});
