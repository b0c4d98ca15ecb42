import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { isResult } from "@/lib/workspace/notebooks/is_result.ts";
import { sampleCell } from "@/tests/fixtures/sample_notebook.ts";

Deno.test("isResult() leaves out what others build on, unless it failed", () => {
  const cells = [
    sampleCell("orders", "load"),
    sampleCell("wrong", "clean", { status: { state: "failed" } }),
    sampleCell("means", "sql", { parents: ["orders"] }),
    sampleCell("calendar", "events"),
    sampleCell("daily", "kpi", { parents: ["means"] }),
    sampleCell("off", "chart", { parents: ["all"], status: { state: "disabled" } }),
    sampleCell("all", "sql", { parents: ["orders"] }),
    sampleCell("told", "summary", { parents: ["all", "daily"] }),
  ];
  assertEquals(
    cells.filter((cell) => isResult(cell, cells)).map(({ name }) => name),
    ["wrong", "daily", "all", "told"],
  );
});
