import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { InShort } from "@/lib/page/notebook/InShort.tsx";
import type { BlockView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { sampleCell, sampleOutput } from "@/tests/fixtures/sample_notebook.ts";

const SAID = sampleOutput([
  { type: "text", paragraphs: [[{ kind: "plain", text: "Two days are odd." }]] },
]);

function render(...given: Parameters<typeof sampleCell>): string {
  const blocks: readonly BlockView[] = [
    { type: "prose", index: 0, markdown: "Prose" },
    { type: "cell", index: 1, cell: sampleCell(...given) },
  ];
  return renderToString(<InShort blocks={blocks} />);
}

Deno.test("InShort shows what a summary says, and nothing of other cells", () => {
  assert(render("brief", "summary", { output: SAID }).includes("Two days are odd."));
  assertEquals(render("brief", "kpi", { output: SAID }), "");
  assertEquals(render("brief", "summary", { output: null }), "");
});

Deno.test("InShort tells a result that is older than the notebook", () => {
  const stale = render("brief", "summary", {
    output: SAID,
    status: { state: "stale", shown: true },
  });
  assert(stale.includes("Two days are odd."), stale);
  assert(stale.replaceAll(/<[^>]*>/g, "").includes("From an older result of brief"), stale);
  assert(!render("brief", "summary", { output: SAID }).includes("older"));
});
