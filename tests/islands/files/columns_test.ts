import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { foundName, leftOutOf, unitOf } from "@/islands/files/columns.ts";
import { FACTS } from "@/tests/fixtures/sample_facts.ts";

Deno.test("foundName() and leftOutOf() tell columns by their names in the file", () => {
  const options = { columns: { Net: { name: "net" }, note: { leave_out: true } } };
  assertEquals([foundName(options, "net"), foundName(options, "day")], ["Net", "day"]);
  assertEquals(leftOutOf(options), ["note"]);
});

Deno.test("unitOf() tells the unit of a column", () => {
  assertEquals([unitOf(FACTS, "net"), unitOf(FACTS, "day")], ["EUR", null]);
});
