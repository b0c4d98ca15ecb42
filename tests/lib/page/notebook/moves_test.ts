import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { movesOf } from "@/lib/page/notebook/moves.ts";
import type { BlockView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { sampleCell } from "@/tests/fixtures/sample_notebook.ts";

function cell(index: number): BlockView {
  return { type: "cell", index, cell: sampleCell(`c${index}`, "kpi") };
}

Deno.test("movesOf() goes past the next block that shows anything", () => {
  const blank: BlockView = { type: "prose", index: 1, markdown: "\n" };
  const words: BlockView = { type: "prose", index: 3, markdown: "Words" };
  const blocks = [cell(0), blank, cell(2), words, cell(4)];
  assertEquals(movesOf(blocks, 0), { up: null, down: 3 });
  assertEquals(movesOf(blocks, 2), { up: 0, down: 4 });
  assertEquals(movesOf(blocks, 4), { up: 3, down: null });
});
