import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Fold } from "@/lib/stats/forecast/backtest/backtest.ts";
import { type Attempt, naiveOf, reportingFolds } from "@/lib/stats/forecast/circumstances.ts";

const FOLDS: readonly Fold[] = [10, 20, 30].map((origin) => ({
  origin,
  prediction: { mean: Float64Array.of(1), deviation: Float64Array.of(1) },
  actual: Float64Array.of(1),
  scale: null,
}));

Deno.test("reportingFolds() are the later ones, or all where none is later", () => {
  const origins = (chosenOn: number) => reportingFolds(FOLDS, chosenOn).map(({ origin }) => origin);
  assertEquals([origins(2), origins(0), origins(3)], [[30], [10, 20, 30], [10, 20, 30]]);
});

Deno.test("naiveOf() is seasonal naive that nothing explains", () => {
  const attempt = (isExplained: boolean): Attempt => ({
    model: "seasonal_naive",
    isExplained,
    detail: null,
    folds: [],
    failure: null,
  });
  const plain = attempt(false);
  assertEquals(naiveOf([attempt(true), plain]), plain);
  assertEquals(naiveOf([attempt(true)]), undefined);
});
