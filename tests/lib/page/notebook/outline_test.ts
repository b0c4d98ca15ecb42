import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { outlineOf } from "@/lib/page/notebook/outline.ts";
import type { BlockView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { sampleCell } from "@/tests/fixtures/sample_notebook.ts";

function prose(index: number, markdown: string): BlockView {
  return { type: "prose", index, markdown };
}

Deno.test("outlineOf() gives headings levels that never jump", () => {
  const { headings, cellLevels } = outlineOf([
    prose(0, "### Deep at once\n\n##### Deeper\n\n### Beside the first"),
    { type: "cell", index: 1, cell: sampleCell("daily", "kpi") },
    prose(2, "# Above all\n\n## Below it"),
  ]);
  // The page's title is h1: the first heading is h2 whatever it was written as.
  assertEquals(headings.get(0)?.map(({ level }) => level), [2, 3, 2]);
  assertEquals(cellLevels.get(1), 3);
  assertEquals(headings.get(2)?.map(({ level }) => level), [2, 3]);
});

Deno.test("outlineOf() lists headings in words, and cells with what they read", () => {
  const { entries } = outlineOf([
    prose(0, "# What *was* `sold`\n\n> ## Quoted"),
    { type: "cell", index: 1, cell: sampleCell("daily", "kpi", { parents: ["tidy"] }) },
  ]);
  assertEquals(entries, [
    { type: "heading", id: "heading-0-0", text: "What was sold", depth: 1 },
    { type: "heading", id: "heading-0-1", text: "Quoted", depth: 2 },
    {
      type: "cell",
      name: "daily",
      title: "KPI",
      parents: ["tidy"],
      status: { state: "fresh" },
    },
  ]);
});
