import { strictEqual as assertIs } from "node:assert/strict";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import { readYaml } from "@/lib/notebook/file/yaml.ts";
import { describeBody, describeEdits } from "@/lib/workspace/notebooks/words.ts";

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

Deno.test("describeBody() says which values changed, and how", async (t) => {
  const long = "x".repeat(41);
  const cases: readonly (readonly [before: string, after: string, words: string])[] = [
    ["threshold: 3\n", "threshold: 4\n", ": threshold 3 → 4"],
    ["", "window: 14\n", ": window set to 14"],
    ["window: 14\n", "", ": window removed"],
    ["by: [a]\n", "by: [a, b]\n", ": by [a] → [a,b]"],
    ["query: select 1\n", `query: ${long}\n`, ": query rewritten"],
    ["", "query: |\n  a\n  b\n", ": query added"],
    ["a: { b: x }\n", "a: { b: y, c: true }\n", ": a.b x → y, a.c set to true"],
    ["steps:\n  - trim: true\n", "steps:\n  - trim: [a]\n", ": steps[1].trim true → [a]"],
    ["", "a: 1\nb: 2\nc: 3\nd: 4\n", ": a set to 1, b set to 2, c set to 3 and 1 more"],
  ];
  for (const [before, after, words] of cases) {
    await t.step(words, () =>
      assertIs(
        describeBody("odd", readYaml(before).values, readYaml(after).values),
        `Changed "odd"${words}`,
      ));
  }
  await t.step("nothing but a comment", () => {
    const { values } = readYaml("a: 1\n");
    assertIs(describeBody("odd", values, values), 'Changed how "odd" is written');
  });
});
