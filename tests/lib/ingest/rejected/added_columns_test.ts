import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { ADDED, isAdded } from "@/lib/ingest/rejected/added_columns.ts";

Deno.test("isAdded() knows what was added, as a spreadsheet may write it, and nothing else", () => {
  for (const name of Object.values(ADDED)) {
    assertEquals([isAdded(name), isAdded(` ${name.toUpperCase()}`)], [true, true]);
  }
  assertEquals(["line", "daybook", "daybook_lines", "reason"].filter(isAdded), []);
});
