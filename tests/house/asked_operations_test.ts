import { deepStrictEqual, ok } from "node:assert/strict";
import { noteOperation, operationsNotAsked } from "@/tests/helpers/asked_operations.ts";
import { OPERATIONS } from "@/tests/helpers/described.ts";

Deno.test("operationsNotAsked() tells of operations that no test has asked", async () => {
  const file = await Deno.makeTempFile();
  noteOperation("a test's own", file);
  noteOperation("a test's other", file);
  deepStrictEqual(
    await operationsNotAsked(["a test's own", "a test's new one", "a test's other"], file),
    ["a test's new one"],
  );
  await Deno.remove(file);
});

Deno.test("OPERATIONS has every operation of the document, each by a name of its own", () => {
  ok(OPERATIONS.length > 30);
  deepStrictEqual(OPERATIONS.length, new Set(OPERATIONS).size);
  ok(OPERATIONS.includes("ingest"));
});
