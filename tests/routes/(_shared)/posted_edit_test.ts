import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { editsIn } from "@/routes/(_shared)/posted_edit.ts";

Deno.test("editsIn() takes what it knows of an edit, and leaves the rest", () => {
  const edit = { type: "set_value", cell: "odd", path: ["steps", 0, "cast"], value: null };
  assertEquals(editsIn({ edits: [{ ...edit, effects: [] }] }), [edit]);
  // Without a value the key goes.
  const { value: _, ...removal } = edit;
  assertEquals(editsIn({ edits: [removal] }), [removal]);
  // Without an item what is known by the same goes.
  const label = { type: "put_item", cell: "odd", path: ["labels"], match: { period: "a" } };
  const edits = [{ ...label, item: null }, { ...label, item: { period: "a", label: "not" } }];
  assertEquals(editsIn({ edits }), edits);
});

Deno.test("editsIn() refuses what is no edit", async (t) => {
  const cases: [string, unknown][] = [
    ["no list", { type: "name_cells" }],
    ["no object", [null]],
    ["an unknown type", [{ type: "drop_tables" }]],
    ["what every object has", [{ type: "constructor" }]],
    ["undoing", [{ type: "change_text", change: {}, effects: [] }]],
    ["a field that is missing", [{ type: "delete_cell" }]],
    ["a field of another type", [{ type: "move_cell", cell: "a", at: "1" }]],
    ["a place below the first", [{ type: "move_cell", cell: "a", at: -1 }]],
    ["an item that is a word", [
      { type: "put_item", cell: "a", path: ["b"], match: {}, item: "c" },
    ]],
    ["a path of objects", [{ type: "set_head", path: [{}], value: 1 }]],
  ];
  for (const [name, edits] of cases) {
    await t.step(name, () => throws(() => editsIn({ edits }), { code: "BAD_USAGE" }));
  }
});

Deno.test("editsIn() refuses more edits than can be made while others wait", () => {
  const many = (count: number) => Array.from({ length: count }, () => ({ type: "name_cells" }));
  assertEquals(editsIn({ edits: many(200) }).length, 200);
  throws(() => editsIn({ edits: many(201) }), { code: "BAD_USAGE" });
});
