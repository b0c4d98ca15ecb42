import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { column, type Schema } from "@/lib/frame/schema.ts";
import { type Forecast, UNTRIED } from "@/lib/stats/forecast/report.ts";
import { addUp, checkTotal, sumSeries } from "@/lib/steps/forecast/total.ts";

function schemaOf(additivity: "additive" | "semi_additive" | "non_additive"): Schema {
  return {
    stage: "series",
    grain: "day",
    columns: [column("revenue", "float", { role: "measure", additivity })],
  };
}

const CHOICE = { measure: "revenue", only: {}, each: ["region"] };

Deno.test("checkTotal() takes what adds up over its parts", () => {
  checkTotal(schemaOf("additive"), { ...CHOICE, reconcile: "bottom_up" });
  // A stock adds up over shops, though not over days.
  checkTotal(schemaOf("semi_additive"), { ...CHOICE, reconcile: "least_squares" });
  checkTotal(schemaOf("non_additive"), { ...CHOICE, each: [] });
});

Deno.test("checkTotal() refuses one series, and what has no sum", () => {
  throws(
    () => checkTotal(schemaOf("additive"), { ...CHOICE, each: [], reconcile: "bottom_up" }),
    { code: "BAD_PARAMETER", message: /takes several series: current value is 1$/ },
  );
  throws(
    () => checkTotal(schemaOf("non_additive"), { ...CHOICE, reconcile: "bottom_up" }),
    { code: "WRONG_TYPE", message: /must be a sum or a count: current value is "revenue"/ },
  );
});

Deno.test("sumSeries() adds what is there in each period, from the earliest on", () => {
  const periods = ["2026-01-01", "2026-01-02", "2026-01-03"];
  const total = sumSeries([
    { segment: ["South"], periods: periods.slice(1), values: Float64Array.of(5, NaN) },
    { segment: ["North"], periods, values: Float64Array.of(1, 2, NaN) },
  ]);
  assertEquals(total, { segment: [null], periods, values: Float64Array.of(1, 7, NaN) });
});

Deno.test("addUp() keeps a part above 0 that never was below it, beside one that was", () => {
  const forecast = (mean: number, lower: number): Forecast => ({
    ...UNTRIED,
    model: "drift",
    members: ["drift"],
    reason: null,
    yhat: Float64Array.of(mean),
    intervals: [{
      level: 95,
      lower: Float64Array.of(lower),
      upper: Float64Array.of(2 * mean - lower),
    }],
  });
  const seriesOf = (name: string | null, ...values: number[]) => ({
    segment: [name],
    periods: ["2026-01-01", "2026-01-02"],
    values: Float64Array.from(values),
  });
  // 15 - 21 = -6: 2 from each of three, of which the part of 1 has only 1; the others share the 5 left.
  const [total, sales, refunds] = addUp(
    [forecast(15, 10), forecast(1, 0), forecast(20, 10)],
    "least_squares",
    [seriesOf(null, 9, 8), seriesOf("Sales", 0, 3), seriesOf("Refunds", 9, -5)],
  ).map(({ forecast: { yhat, intervals } }) => [yhat[0], intervals?.[0].lower[0]]);
  assertEquals([total, sales, refunds], [[17.5, 12.5], [0, 0], [17.5, 7.5]]);
});
