import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { column, type Schema } from "@/lib/frame/schema.ts";
import { AppError, problemsIn } from "@/lib/errors.ts";
import {
  alignTo,
  checkRegressors,
  futureOf,
  isSet,
  type RegressorBody,
} from "@/lib/steps/forecast/regressors.ts";

const DAILY: Schema = {
  stage: "series",
  grain: "day",
  columns: [
    column("period", "date", { role: "time" }),
    column("region", "text", { role: "dimension" }),
    column("sold", "float", { role: "measure", additivity: "additive" }),
    column("campaign", "float", { role: "measure", additivity: "additive" }),
    column("price", "float", { role: "measure", additivity: "non_additive" }),
  ],
};

function body(
  regressors: RegressorBody["regressors"],
  rest: Partial<RegressorBody> = {},
): RegressorBody {
  return { measure: "sold", only: {}, each: [], horizon: 3, regressors, ...rest };
}

/** Where and with what words a body is refused. */
function refusal(refused: RegressorBody) {
  try {
    checkRegressors(DAILY, refused);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [{ message, place, remedy }] = problemsIn(error);
    return [place.key, message, remedy];
  }
  return null;
}

Deno.test("checkRegressors() takes measures with a future as long as the horizon", () => {
  checkRegressors(
    DAILY,
    body({ campaign: { future: [0, 1, 0] }, price: { future: "last" } }),
  );
  checkRegressors(DAILY, body({ price: { future: 9.5 } }));
  checkRegressors(DAILY, body({}));
});

Deno.test("checkRegressors() names the place and the remedy where the future is not said", () => {
  const remedy = "Name 3 values, one for all of them, last, or mean";
  assertEquals(refusal(body({ price: {} })), [
    "regressors.price.future",
    'Cannot forecast 3 periods as it must be said what "price" will be in each: ' +
    "current value is nothing",
    remedy,
  ]);
  assertEquals(refusal(body({ price: { future: [9, 8] } })), [
    "regressors.price.future",
    'Cannot forecast 3 periods as it must be said what "price" will be in each: ' +
    "current value is 2 values",
    remedy,
  ]);
});

Deno.test("checkRegressors() refuses what is no other measure", () => {
  assertEquals(refusal(body({ prise: { future: 1 } })), [
    "regressors.prise",
    'Cannot use a measure as the kpi cell has none of this name: current value is "prise"',
    'Did you mean "price"?',
  ]);
  assertEquals(refusal(body({ sold: { future: 1 } }))?.[0], "regressors.sold");
  // A price does not add up over regions.
  assertEquals(
    refusal(body({ price: { future: 1 } }, { only: { region: "North" } })),
    null,
  );
});

Deno.test("checkRegressors() refuses too many", () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`m${i}`, { future: 1 }]));
  assertEquals(refusal(body(many))?.[0], "regressors");
});

Deno.test("isSet() is true of values, not of what only goes on", () => {
  assertEquals([9.5, 0, [1, 2]].map(isSet), [true, true, true]);
  assertEquals(["last" as const, "mean" as const, undefined].map(isSet), [false, false, false]);
});

Deno.test("futureOf() takes values, one value, the last one or the mean", () => {
  const past = Float64Array.of(4, 8, NaN, 6, NaN);
  assertEquals(futureOf([1, 2, 3, 4], past, 3), Float64Array.of(1, 2, 3));
  assertEquals(futureOf(7, past, 2), Float64Array.of(7, 7));
  assertEquals(futureOf("last", past, 2), Float64Array.of(6, 6));
  assertEquals(futureOf("mean", past, 2), Float64Array.of(6, 6));
  assertEquals(futureOf("mean", Float64Array.of(1e15, 3e15), 1), Float64Array.of(2e15));
});

Deno.test("alignTo() finds the values of periods, and a gap where there is none", () => {
  const series = { periods: ["2026-01-02", "2026-01-03"], values: Float64Array.of(5, 6) };
  assertEquals(
    alignTo(["2026-01-01", "2026-01-02", "2026-01-03"], series),
    Float64Array.of(NaN, 5, 6),
  );
  assertEquals(alignTo(["2026-01-01"], undefined), Float64Array.of(NaN));
});

Deno.test("checkRegressors() tells a segment that cannot be summed at the regressor", () => {
  const schema = {
    ...DAILY,
    columns: [...DAILY.columns, column("shop", "text", { role: "dimension" })],
  };
  throws(
    () => checkRegressors(schema, body({ price: { future: 1 } }, { each: ["region"] })),
    { message: /Cannot add up a measure over shop/ },
  );
});
