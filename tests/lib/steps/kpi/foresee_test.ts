import { deepStrictEqual as assertEquals, strictEqual } from "node:assert/strict";
import type { Rollup } from "@/lib/read/rollup.ts";
import { foreseeSeries } from "@/lib/steps/kpi/foresee.ts";
import { kpiParameters } from "@/lib/steps/kpi/parameters.ts";

const KPI = kpiParameters.parse({
  time: "at",
  by: ["region"],
  measures: {
    revenue: "sum(amount)",
    orders: { value: "count(*)", gaps: "zero" },
    least: "min(amount)",
  },
});

/** West on the first and third of March, east on the third alone and without an amount. */
const ROLLUP: Rollup = {
  length: 4,
  periods: ["2026-03-03", "2026-03-01", "2026-03-03", "2026-03-01"],
  by: [["west", "west", "east", null]],
  rows: Float64Array.of(2, 1, 1, 1),
  columns: [{
    column: "amount",
    sums: ["0.1", "9007199254740993", null, "-0.7"],
    counts: Float64Array.of(2, 1, 0, 1),
    minima: ["0", "9007199254740992", null, "-0.7"],
    maxima: ["0.1", "9007199254740992", null, "-0.7"],
  }],
  untimed: 0,
};

const FORESEEN = { rollup: ROLLUP, types: { amount: "decimal" }, asOf: "2026-04-01" } as const;

Deno.test("foreseeSeries() adds up exactly, by segment and period", () => {
  const found = foreseeSeries(KPI, { measure: "revenue", only: {}, each: ["region"] }, FORESEEN);
  assertEquals(found?.series, [
    {
      segment: ["west"],
      periods: ["2026-03-01", "2026-03-02", "2026-03-03"],
      // The nearest double of 9007199254740993 is even.
      values: Float64Array.of(9007199254740992, NaN, 0.1),
    },
    {
      segment: [null],
      periods: ["2026-03-01", "2026-03-02", "2026-03-03"],
      values: Float64Array.of(-0.7, NaN, NaN),
    },
    { segment: ["east"], periods: ["2026-03-03"], values: Float64Array.of(NaN) },
  ]);
  const total = foreseeSeries(KPI, { measure: "revenue", only: {}, each: [] }, FORESEEN);
  // 9007199254740993 - 0.7 = 9007199254740992.3
  assertEquals(total?.series[0].values, Float64Array.of(9007199254740992, NaN, 0.1));
});

Deno.test("foreseeSeries() leaves a last period out that is not over", () => {
  const choice = { measure: "orders", only: {}, each: [] };
  const found = foreseeSeries(KPI, choice, { ...FORESEEN, asOf: "2026-03-03" });
  assertEquals([found?.leftOut, found?.series[0].values], ["2026-03-03", Float64Array.of(2, 0)]);
});

Deno.test("foreseeSeries() tells nothing where only SQL can", () => {
  const choice = { measure: "revenue", only: {}, each: [] };
  strictEqual(foreseeSeries(KPI, { ...choice, measure: "least" }, FORESEEN), null);
  strictEqual(foreseeSeries(KPI, choice, { ...FORESEEN, types: { amount: "float" } }), null);
  strictEqual(foreseeSeries(KPI, choice, { ...FORESEEN, rollup: { ...ROLLUP, length: 0 } }), null);
});
