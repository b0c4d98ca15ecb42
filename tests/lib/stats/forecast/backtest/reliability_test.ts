import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { measure, type Metrics } from "@/lib/stats/forecast/backtest/metrics.ts";
import { badgeOf, rateReliability } from "@/lib/stats/forecast/backtest/reliability.ts";

function metricsWith(known: Partial<Metrics>): Metrics {
  const empty = { actual: new Float64Array(), forecast: new Float64Array() };
  return { ...measure({ ...empty, scale: new Float64Array() }), periods: 100, ...known };
}

function score(known: Partial<Metrics>, coverage: number): number {
  const metrics = metricsWith(known);
  const rated = rateReliability({
    folds: 5,
    metrics,
    coverage: { 50: 50, 80: 80, 95: coverage },
  });
  assert(rated.status === "scored");
  return rated.score;
}

Deno.test("rateReliability() weighs size of errors, seasonal moves and honest intervals", () => {
  // 50 × (1 - 0.1) + 25 × (1 - 0.8 / 2) + 25 × (1 - 5 / 25) = 45 + 15 + 20.
  assertEquals(score({ mae: 1, wape: 10, mase: 0.8 }, 90), 80);
  // Errors larger than the values and twice the seasonal moves; only the intervals are right.
  assertEquals(score({ mae: 1, wape: 300, mase: 4 }, 95), 25);
  // No coverage left at 70% or less, and intervals that hold everything lose 5 / 25 of 25.
  assertEquals(score({ mae: 1, wape: 0, mase: 0 }, 60), 75);
  assertEquals(score({ mae: 1, wape: 0, mase: 0 }, 100), 95);
});

Deno.test("rateReliability() tells what the score is made of", () => {
  const rated = rateReliability({
    folds: 5,
    metrics: metricsWith({ mae: 1, wape: 10, mase: 0.8 }),
    coverage: { 50: 50, 80: 80, 95: 90 },
  });
  assert(rated.status === "scored");
  assertEquals(rated.parts, { size: 45, moves: 15, honesty: 20 });
});

Deno.test("rateReliability() gives 100 for no error at all, of zeros too", () => {
  assertEquals(score({ mae: 0, wape: null, mase: null }, 100), 100);
  assertEquals(score({ mae: 1, wape: null, mase: null }, 95), 25);
});

Deno.test("rateReliability() gives no number without enough history", () => {
  const metrics = metricsWith({ mae: 1, wape: 10, mase: 1 });
  const coverage = { 50: 50, 80: 80, 95: 95 };
  const cases = [
    null,
    { folds: 1, metrics, coverage },
    { folds: 5, metrics: { ...metrics, periods: 3 }, coverage },
    { folds: 5, metrics, coverage: null },
  ];
  for (const evidence of cases) {
    assertEquals(rateReliability(evidence).status, "not_enough_history");
  }
});

Deno.test("rateReliability() says in plain words what a grade would take", () => {
  const lack = "Not enough history for a grade: the forecast could";
  const reason = (folds: number, periods: number) => {
    const metrics = { ...metricsWith({ mae: 1, wape: 10, mase: 1 }), periods };
    const rated = rateReliability({ folds, metrics, coverage: { 50: 50, 80: 80, 95: 95 } });
    return rated.status === "scored" ? null : rated.reason;
  };
  assertEquals(reason(0, 0), `${lack} not be tried on the past`);
  assertEquals(
    reason(1, 1),
    `${lack} be tried on the past once, on 1 value; it takes 2 times and 4 values`,
  );
  assertEquals(
    reason(3, 3),
    `${lack} be tried on the past 3 times, on 3 values; it takes 2 times and 4 values`,
  );
  assertEquals(reason(2, 4), null);
});

Deno.test("badgeOf() draws its lines at 85, 70 and 55", () => {
  const cases: [number, string][] = [[100, "A"], [85, "A"], [84.9, "B"], [70, "B"], [55, "C"], [
    54.9,
    "D",
  ], [0, "D"]];
  for (const [value, badge] of cases) assertEquals(badgeOf(value), badge);
});
