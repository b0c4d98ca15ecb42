import { strictEqual as assertIs } from "node:assert/strict";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import { describeEdits } from "@/lib/workspace/notebooks/words.ts";

Deno.test("describeEdits() says what was done", async (t) => {
  const body: Edit = { type: "set_body", cell: "daily", text: "" };
  const cases: readonly [edits: readonly Edit[], words: string][] = [
    [[], "Changed nothing"],
    [[body], 'Changed "daily"'],
    [[body, { type: "set_value", cell: "daily", path: ["a"], value: 1 }], 'Changed "daily"'],
    [[body, { type: "add_prose", at: 0, text: "x" }], 'Changed "daily" and 1 more'],
    [[{ type: "add_cell", at: 0, kind: "kpi" }], "Added a kpi cell"],
    [[{ type: "rename_cell", cell: "a", to: "b" }], 'Renamed "a" to "b"'],
    [[{ type: "set_disabled", cell: "a", disabled: false }], 'Enabled "a"'],
    [[{ type: "set_prose", block: 1, text: " " }], "Deleted text"],
    [[{ type: "set_head", path: ["time_zone"], value: "UTC" }], "Changed the time zone"],
    [[{ type: "set_head", path: ["params", "a"], value: {} }], "Changed parameters"],
  ];
  for (const [edits, words] of cases) {
    await t.step(words, () => assertIs(describeEdits(edits), words));
  }
});
