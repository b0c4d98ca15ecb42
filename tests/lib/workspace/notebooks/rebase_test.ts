import { strictEqual as assertIs } from "node:assert/strict";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import { readText } from "@/lib/workspace/notebooks/read_text.ts";
import { canRebase } from "@/lib/workspace/notebooks/rebase.ts";

const BEFORE = "---\ntitle: Shop\n---\n\nSome prose.\n\n```sql one\nquery: select 1 as n\n```\n\n" +
  "```sql two\nquery: select 2 as n\n```\n";
const OTHER_ONE = BEFORE.replace("select 1", "select 7");
const OTHER_TITLE = BEFORE.replace("Shop", "Store");
const OTHER_PROSE = BEFORE.replace("Some", "Other");
const NEW_CELL = BEFORE.replace(
  "```sql two",
  "```sql new\nquery: select 3 as n\n```\n\n```sql two",
);
const RENAMED = BEFORE.replace("sql two", "sql deux");

const OTHER_ITEM = BEFORE.replace("select 2 as n", "select 2 as n\nnotes: [{ of: b }]");
const SAME_ITEM = BEFORE.replace("select 2 as n", "select 2 as n\nnotes: [{ of: a, is: new }]");

const item: Edit = {
  type: "put_item",
  cell: "two",
  path: ["notes"],
  match: { of: "a" },
  item: { of: "a" },
};
const body: Edit = { type: "set_body", cell: "two", text: "query: select 5 as n\n" };
const prose: Edit = { type: "set_prose", block: 0, text: "New prose." };
const title: Edit = { type: "set_head", path: ["title"], value: "New" };

Deno.test("canRebase() lets edits follow that change what nobody else did", async (t) => {
  const cases: readonly [name: string, edits: readonly Edit[], now: string, can: boolean][] = [
    ["another cell", [body], OTHER_ONE, true],
    ["the title beside a body", [body], OTHER_TITLE, true],
    ["a new cell beside a body", [body], NEW_CELL, true],
    ["the same cell", [{ ...body, cell: "one" }], OTHER_ONE, false],
    ["one of two", [body, { ...body, cell: "one" }], OTHER_ONE, false],
    ["a cell that is gone", [body], RENAMED, false],
    ["other prose", [prose], OTHER_ONE, true],
    ["the same prose", [prose], OTHER_PROSE, false],
    ["prose whose place may have moved", [prose], NEW_CELL, false],
    ["the head", [title], OTHER_ONE, true],
    ["the same head", [title], OTHER_TITLE, false],
    ["a place in the notebook", [{ type: "add_prose", at: 1, text: "x" }], OTHER_ONE, false],
    ["an item of a list, in another cell", [item], OTHER_ONE, true],
    ["an item beside one that somebody put", [item], OTHER_ITEM, true],
    ["an item that somebody put too", [item], SAME_ITEM, false],
    ["which cells there are", [{ type: "delete_cell", cell: "two" }], OTHER_ONE, false],
  ];
  const before = readText(BEFORE).notebook;
  for (const [name, edits, now, can] of cases) {
    await t.step(
      name,
      () => assertIs(canRebase(edits, { before, now: readText(now).notebook }), can),
    );
  }
});
