import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import type { OutlineEntry } from "@/lib/page/notebook/outline.ts";
import { OutlineView } from "@/lib/page/notebook/OutlineView.tsx";

function cell(name: string, ...parents: string[]): OutlineEntry {
  return { type: "cell", name, title: "SQL", parents, status: { state: "fresh" } };
}

/** Returns the ways of the graph, as they are drawn. */
function waysOf(...entries: OutlineEntry[]): readonly string[] {
  const html = renderToString(<OutlineView entries={entries} />);
  return [...html.matchAll(/class="edge" d="([^"]*)"/g)].map(([, way]) => way);
}

Deno.test("OutlineView draws a straight way to the next row", () => {
  // A row has 28 pixels and its cell in the middle; the first rail is at 8.5.
  assertEquals(waysOf(cell("a"), cell("b", "a")), ["M8.5,14V42"]);
});

Deno.test("OutlineView turns no way back, though many share a rail beside it", () => {
  const ways = waysOf(cell("a"), cell("b"), cell("c"), cell("d", "a", "b", "c"));
  // From c, in the row before d, straight down; from a over the rail at 18.5.
  assertEquals(ways.at(-1), "M8.5,70V98");
  assertEquals(ways[0], "M8.5,14C8.5,28 18.5,28 18.5,42V70C18.5,84 8.5,84 8.5,98V98");
});
