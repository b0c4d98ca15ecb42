import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { refusal, remedyOf } from "@/lib/workspace/files/remedies.ts";

Deno.test("remedyOf() tells a refusal's own remedy, or what helps with its kind", () => {
  const own = new AppError("BAD_FILE", "Cannot", {
    problems: [{ severity: "error", code: "BAD_FILE", message: "Cannot", place: {}, remedy: "Do" }],
  });
  assertEquals(remedyOf(own), "Do");
  assertEquals(remedyOf(new AppError("EMPTY_FILE", "Cannot")), "Choose a file with rows in it");
  assertEquals(remedyOf(new AppError("CANCELLED", "Cannot")), null);
  const made = refusal("EMPTY_FILE", "Cannot");
  assertEquals(made.problems[0].remedy, remedyOf(made));
});
