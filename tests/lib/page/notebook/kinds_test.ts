import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { KIND_WORDS } from "@/lib/page/notebook/kinds.ts";
import { KINDS } from "@/lib/steps/registry.ts";

Deno.test("KIND_WORDS names every kind there is", () => {
  assertEquals(KIND_WORDS.map(({ kind }) => kind), KINDS);
});
