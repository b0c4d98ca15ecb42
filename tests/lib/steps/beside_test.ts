import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { beside } from "@/lib/steps/beside.ts";

Deno.test("beside() stays within the quotes and the schema of the relation", () => {
  assertEquals(beside('results."r_1"', "rows"), 'results."r_1_rows"');
});
