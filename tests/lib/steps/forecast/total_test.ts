import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { column, type Schema } from "@/lib/frame/schema.ts";
import { checkTotal, sumSeries } from "@/lib/steps/forecast/total.ts";

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
    { code: "BAD_PARAMETER", message: /there is only one/ },
  );
  throws(
    () => checkTotal(schemaOf("non_additive"), { ...CHOICE, reconcile: "bottom_up" }),
    { code: "WRONG_TYPE", message: /"revenue" add up as it does not itself/ },
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
