import { throws as assertThrows } from "node:assert/strict";
import { column, type Schema } from "@/lib/frame/schema.ts";
import { compileClean } from "@/lib/steps/clean/compile.ts";
import { cleanParameters } from "@/lib/steps/clean/parameters.ts";

const CONTEXT = {
  parameters: new Map(),
  asOf: "2026-01-01",
  zone: "UTC",
  weekStarts: "monday",
  relation: "input",
} as const;

function tableOf(...names: readonly string[]): Schema {
  return { stage: "table", columns: names.map((name) => column(name, "integer")), grain: null };
}

Deno.test("compileClean() refuses names that it works with itself", async (t) => {
  const cases: [string, Schema, object][] = [
    ["in the input", tableOf("id", "_gone"), { filter: "id > 1" }],
    ["of a mark", tableOf("id", "_c0_0"), { filter: "id > 1" }],
    ["derived", tableOf("id"), { derive: { _line: "id" } }],
    ["renamed", tableOf("id"), { rename: { id: "_row" } }],
  ];
  for (const [name, input, operation] of cases) {
    await t.step(name, () => {
      const body = cleanParameters.parse({ steps: [operation] });
      assertThrows(() => compileClean(input, body, CONTEXT), { code: "BAD_PARAMETER" });
    });
  }
  await t.step("but no others that begin alike", () => {
    const body = cleanParameters.parse({ steps: [{ fill: { _id: { method: "previous" } } }] });
    compileClean(tableOf("_id", "_count", "_gone_by"), body, CONTEXT);
  });
});
