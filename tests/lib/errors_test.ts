import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError, distinctProblems, type Problem, problemsIn } from "@/lib/errors.ts";

Deno.test("problemsIn() tells a refusal without problems as one", () => {
  assertEquals(problemsIn(new AppError("DISK_FULL", "Cannot store rows")), [{
    severity: "error",
    code: "DISK_FULL",
    message: "Cannot store rows",
    place: {},
    remedy: null,
  }]);
});

Deno.test("problemsIn() gives the problems where there are any", () => {
  const problem: Problem = {
    severity: "warning",
    code: "WRONG_TYPE",
    message: "Cannot add up",
    place: { line: 1 },
    remedy: "Cast it",
  };
  const cause = new Error("the reason");
  const error = new AppError("WRONG_TYPE", "Cannot add up", { problems: [problem], cause });
  assertEquals(problemsIn(error), [problem]);
  assertEquals([error.name, error.cause], ["AppError", cause]);
});

Deno.test("distinctProblems() gives each once, in the order of the first of them", () => {
  const first: Problem = {
    severity: "error",
    code: "WRONG_TYPE",
    message: "Cannot add up",
    place: { key: "measure" },
    remedy: null,
  };
  const elsewhere = { ...first, place: { key: "where" } };
  assertEquals(distinctProblems([first, elsewhere, { ...first }]), [first, elsewhere]);
});
