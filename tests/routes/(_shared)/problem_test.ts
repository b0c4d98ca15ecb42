import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { HttpError } from "@/lib/web/define.ts";
import { problemHeaders, problemOf, problemResponse } from "@/routes/(_shared)/problem.ts";

Deno.test("problemOf() tells a refusal as it is", () => {
  const problem = {
    severity: "error",
    code: "WRONG_TYPE",
    message: "Wrong",
    place: { cell: "a" },
    remedy: null,
  } as const;
  const error = new AppError("NOT_FOUND", "Cannot find it as it must be there", {
    problems: [problem],
  });
  assertEquals(problemOf(error, "id"), {
    type: "about:blank",
    title: "Not found",
    status: 404,
    detail: "Cannot find it as it must be there",
    code: "NOT_FOUND",
    errors: [{ path: "a", line: null, message: "Wrong", remedy: null }],
    request_id: "id",
  });
});

Deno.test("problemOf() tells nothing of what is no refusal", () => {
  const { status, detail, code } = problemOf(new TypeError("a secret"), "id");
  assertEquals([status, detail, code], [500, "Internal server error", "INTERNAL_ERROR"]);
});

Deno.test("problemOf() tells of addresses that are not there, or take something else", () => {
  assertIs(problemOf(new HttpError(404), "id").code, "NOT_FOUND");
  assertIs(problemOf(new HttpError(405), "id").status, 405);
});

Deno.test("problemResponse() answers as RFC 9457 says", async () => {
  const answer = problemResponse(problemOf(new AppError("DATABASE_BUSY", "Busy"), "id"));
  assertIs(answer.status, 503);
  assertIs(answer.headers.get("Content-Type"), "application/problem+json");
  assertIs((await answer.json()).detail, "Busy");
});

Deno.test("problemHeaders() tells when to try again", () => {
  const often = new AppError("TOO_OFTEN", "Too often", { retryAfterSeconds: 30 });
  assertEquals(problemHeaders(often), { "Retry-After": "30" });
  assertEquals(problemHeaders(new AppError("NOT_FOUND", "Gone")), {});
  assertEquals(problemHeaders(new Error("bug")), {});
});
