import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { atKey, CellFailure, refuseKey } from "@/lib/steps/refusal.ts";

function caught(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown");
}

Deno.test("refuseKey() tells the key at fault and what to do", () => {
  const { code, message, problems } = refuseKey("WRONG_TYPE", "time", "Cannot use it", "Cast it");
  assertEquals([code, message], ["WRONG_TYPE", "Cannot use it"]);
  assertEquals(problems, [{
    severity: "error",
    code: "WRONG_TYPE",
    message: "Cannot use it",
    place: { key: "time" },
    remedy: "Cast it",
  }]);
});

Deno.test("atKey() adds the key to each problem and keeps its line and column", () => {
  const problem = {
    severity: "error",
    code: "BAD_EXPRESSION",
    message: "a",
    remedy: null,
  } as const;
  const refusal = new AppError("BAD_EXPRESSION", "a", {
    problems: [{ ...problem, place: { line: 1, column: 7 } }, { ...problem, place: {} }],
  });
  const error = caught(() =>
    atKey("measures.revenue", () => {
      throw refusal;
    })
  );
  assertEquals(error.problems.map(({ place }) => place), [
    { line: 1, column: 7, key: "measures.revenue" },
    { key: "measures.revenue" },
  ]);
  assertEquals(error.cause, refusal);
});

Deno.test("atKey() makes a problem of a refusal without any", () => {
  const error = caught(() =>
    atKey("where", () => {
      throw new AppError("WRONG_TYPE", "Cannot filter");
    })
  );
  assertEquals(error.problems.map(({ message, place }) => [message, place]), [
    ["Cannot filter", { key: "where" }],
  ]);
});

Deno.test("atKey() hands on what the work returns, and bugs as they are", () => {
  assertEquals(atKey("where", () => 1), 1);
  const bug = new TypeError("a bug");
  assertThrows(() =>
    atKey("where", () => {
      throw bug;
    }), (error) => error === bug);
});

Deno.test("CellFailure has what the cell found", () => {
  const failure = new CellFailure("CHECK_FAILED", "Cannot pass", {
    problems: [],
    facts: { rows: 3 },
    rejected: 2,
  });
  assertEquals(failure instanceof AppError, true);
  assertEquals([failure.facts, failure.rejected], [{ rows: 3 }, 2]);
});
