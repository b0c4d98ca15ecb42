import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { AppError } from "@/lib/errors.ts";
import { applyEdit } from "@/lib/notebook/edit/apply.ts";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { cellsOf, findCell, type Notebook } from "@/lib/notebook/model.ts";

const SCHEMAS = new Map<string, z.ZodType>([
  ["load", z.strictObject({ file: z.string(), delimiter: z.string().optional() })],
  ["sql", z.strictObject({ query: z.string() })],
  ["chart", z.strictObject({ mark: z.string(), over: z.string().meta({ suggest: "cell" }) })],
]);

function read(text: string): Notebook {
  return parseNotebook(text, { fileName: "test.md", kinds: [...SCHEMAS.keys()] }).notebook;
}

function edited(text: string, edit: Edit): string {
  return applyEdit(read(text), edit, SCHEMAS).notebook.text;
}

function code(act: () => unknown): string {
  let found = "none";
  throws(() => {
    try {
      act();
    } catch (error) {
      found = error instanceof AppError ? error.code : String(error);
      throw error;
    }
  });
  return found;
}

const TWO = "# Title\n\n```load a\nfile: a.csv\n```\n\nBetween\n\n```load b\nfile: b.csv\n```\n";

Deno.test("applyEdit() adds a cell between blank lines and gives it a free name", () => {
  const after = edited(TWO, { type: "add_cell", at: 2, kind: "load", body: "file: c.csv" });
  assertEquals(
    after,
    "# Title\n\n```load a\nfile: a.csv\n```\n\n```load load\nfile: c.csv\n```\n\nBetween\n\n```load b\nfile: b.csv\n```\n",
  );
});

Deno.test("applyEdit() refuses a cell of an unknown kind or a taken name", () => {
  assertEquals(code(() => edited(TWO, { type: "add_cell", at: 0, kind: "lod" })), "BAD_NOTEBOOK");
  const taken: Edit = { type: "add_cell", at: 0, kind: "load", name: "a" };
  assertEquals(code(() => edited(TWO, taken)), "BAD_NOTEBOOK");
});

Deno.test("applyEdit() moves a cell with its bytes", () => {
  const after = edited(TWO, { type: "move_cell", cell: "b", at: 1 });
  assertEquals(
    after,
    "# Title\n\n```load b\nfile: b.csv\n```\n\n```load a\nfile: a.csv\n```\n\nBetween\n\n",
  );
});

Deno.test("applyEdit() deletes a cell, and succeeds when it is gone", () => {
  const after = edited(TWO, { type: "delete_cell", cell: "a" });
  assertEquals(after, "# Title\n\nBetween\n\n```load b\nfile: b.csv\n```\n");
  assertEquals(edited(after, { type: "delete_cell", cell: "a" }), after);
});

Deno.test("applyEdit() duplicates a cell below it under a free name", () => {
  const after = read(edited(TWO, { type: "duplicate_cell", cell: "a" }));
  assertEquals(cellsOf(after).map((cell) => cell.name), ["a", "a_2", "b"]);
  assertEquals(findCell(after, "a_2")?.body.values, { file: "a.csv" });
});

Deno.test("applyEdit() renames a cell wherever a cell or the head names it", () => {
  const text = [
    "---",
    "params:",
    "  region: { type: choice, column: a.region }",
    "---",
    "~~~  load a",
    "file: a",
    "~~~",
    "```sql q",
    'from: [a, "b"] # the inputs',
    "query: select a from a",
    "```",
    "```chart c",
    "{ mark: line, over: a }",
    "```",
    "",
  ].join("\n");
  const { notebook, effects } = applyEdit(
    read(text),
    { type: "rename_cell", cell: "a", to: "orders" },
    SCHEMAS,
  );
  assertEquals(
    notebook.text,
    text.replace("a.region", '"orders.region"').replace("load a", "load orders")
      .replace("[a,", "[orders,").replace("over: a", "over: orders"),
  );
  assertEquals(effects, [{ type: "renamed", from: "a", to: "orders" }]);
});

Deno.test("applyEdit() makes the cell whose value it sets canonical and leaves the others", () => {
  const text =
    "```load a\ndelimiter:  ';'\nfile:   'a.csv' # the file\n```\n\n```load b\nfile:   b\n```\n";
  assertEquals(
    edited(text, { type: "set_value", cell: "a", path: ["file"], value: "x: y" }),
    '```load a\nfile: "x: y" # the file\ndelimiter: ;\n```\n\n```load b\nfile:   b\n```\n',
  );
  assertEquals(
    edited(text, { type: "set_value", cell: "a", path: ["delimiter"], value: undefined }),
    "```load a\nfile: a.csv # the file\n```\n\n```load b\nfile:   b\n```\n",
  );
});

Deno.test("applyEdit() disables and enables a cell", () => {
  const disabled = edited(TWO, { type: "set_disabled", cell: "a", disabled: true });
  ok(disabled.includes("```load a\ndisabled: true\nfile: a.csv\n```"));
  assertEquals(edited(disabled, { type: "set_disabled", cell: "a", disabled: false }), TWO);
});

Deno.test("applyEdit() keeps a body that is no YAML as it was typed", () => {
  const after = edited(TWO, { type: "set_body", cell: "a", text: "file: [a" });
  ok(after.includes("```load a\nfile: [a\n```\n"));
});

Deno.test("applyEdit() sets the title, with or without front matter, in the file's line ends", () => {
  const edit: Edit = { type: "set_head", path: ["title"], value: "Sales: 2026" };
  assertEquals(edited("Text\r\n", edit), '---\r\ntitle: "Sales: 2026"\r\n---\r\n\r\nText\r\n');
  assertEquals(
    edited("---\nweek_start: sunday\ntitle: x\n---\nText", edit),
    '---\ntitle: "Sales: 2026"\nweek_start: sunday\n---\nText',
  );
});

Deno.test("applyEdit() refuses prose that would hold or swallow a cell", () => {
  const holds: Edit = { type: "set_prose", block: 0, text: "```load c\nfile: c\n```" };
  const swallows: Edit = { type: "set_prose", block: 0, text: "```text" };
  assertEquals(code(() => edited(TWO, holds)), "BAD_NOTEBOOK");
  assertEquals(code(() => edited(TWO, swallows)), "BAD_NOTEBOOK");
});

Deno.test("applyEdit() names unnamed cells whatever the edit", () => {
  const text = "```load\nfile: a\n```\n\n``` load \nfile: b\n```\n";
  assertEquals(
    edited(text, { type: "name_cells" }),
    "```load load\nfile: a\n```\n\n``` load load_2\nfile: b\n```\n",
  );
});

Deno.test("applyEdit() names a cell right after a byte-order mark", () => {
  assertEquals(edited("\uFEFF```load\n```", { type: "name_cells" }), "\uFEFF```load load\n```");
});

Deno.test("applyEdit() refuses to undo what another edit has changed", () => {
  const rename = applyEdit(read(TWO), { type: "rename_cell", cell: "a", to: "c" }, SCHEMAS);
  assertEquals(code(() => applyEdit(read(TWO), rename.inverse, SCHEMAS)), "BAD_NOTEBOOK");
});

const cellText = fc.record({
  kind: fc.constantFrom("load", "sql", "chart"),
  name: fc.constantFrom("", " a", " b", " c", "  d "),
  body: fc.constantFrom(
    "",
    "file: x",
    "# only",
    "query: |\n  select 1\n\nfrom: a",
    "from: [a, b]",
    "x: [1",
    "file:  'q' # c",
  ),
  fence: fc.constantFrom("```", "````", "~~~", "  ```"),
}).map(({ kind, name, body, fence }) => `${fence}${kind}${name}\n${body}\n${fence}`);
const piece = fc.oneof(
  cellText,
  fc.constantFrom(
    "text",
    "",
    "# head",
    "- item",
    "```json\n{}\n```",
    "<div>",
    "    code",
    "> quote",
  ),
);
const document = fc.record({
  head: fc.constantFrom(
    "",
    "\uFEFF",
    "---\ntitle: T\n---\n",
    "---\nparams: {p: {type: choice, column: a.x}}\n---\n\n",
  ),
  pieces: fc.array(piece, { maxLength: 7 }),
  joint: fc.constantFrom("\n", "\n\n"),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  end: fc.constantFrom("", "\n", "\n\n"),
}).map(({ head, pieces, joint, lineEnd, end }) =>
  (head + pieces.join(joint) + end).replaceAll("\n", lineEnd)
);
const cellName = fc.constantFrom("a", "b", "c", "load", "sql_2");
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    type: fc.constant("add_cell" as const),
    at: fc.nat(8),
    kind: fc.constantFrom("load", "sql"),
    body: fc.constantFrom("", "file: x", "query: |\n  a\n  ```\n", "x: ["),
  }),
  fc.record({
    type: fc.constant("add_prose" as const),
    at: fc.nat(8),
    text: fc.constantFrom("hello", "a\n\nb\n"),
  }),
  fc.record({ type: fc.constant("move_cell" as const), cell: cellName, at: fc.nat(8) }),
  fc.record({ type: fc.constant("duplicate_cell" as const), cell: cellName }),
  fc.record({ type: fc.constant("delete_cell" as const), cell: cellName }),
  fc.record({
    type: fc.constant("rename_cell" as const),
    cell: cellName,
    to: fc.constantFrom("z", "y_1"),
  }),
  fc.record({
    type: fc.constant("set_value" as const),
    cell: cellName,
    path: fc.constantFrom(["file"], ["deep", "er"]),
    value: fc.constantFrom("x", 'a: "b", c', 1.5, true, null, ["p", "q, r"], "l1\nl2\n", " \n"),
  }),
  fc.record({
    type: fc.constant("set_body" as const),
    cell: cellName,
    text: fc.constantFrom("file: y", "a: [", "```"),
  }),
  fc.record({ type: fc.constant("set_disabled" as const), cell: cellName, disabled: fc.boolean() }),
  fc.record({
    type: fc.constant("set_prose" as const),
    block: fc.nat(6),
    text: fc.constantFrom("", "new text"),
  }),
  fc.record({
    type: fc.constant("set_head" as const),
    path: fc.constant(["title"]),
    value: fc.constantFrom("New", undefined),
  }),
  fc.constant({ type: "name_cells" as const }),
);

/** Applies the edit, or tells that it was refused as an AppError. */
function attempt(notebook: Notebook, edit: Edit) {
  try {
    return applyEdit(notebook, edit, SCHEMAS);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

Deno.test("applyEdit() is undone to the byte by its inverse, and only ever refuses", () => {
  fc.assert(
    fc.property(document, anyEdit, (text, edit) => {
      const before = read(text);
      const result = attempt(before, edit);
      if (result === null) return;
      assertEquals(read(result.notebook.text), result.notebook);
      const undone = applyEdit(result.notebook, result.inverse, SCHEMAS);
      assertEquals(undone.notebook.text, text);
      const redone = applyEdit(undone.notebook, undone.inverse, SCHEMAS);
      assertEquals(redone.notebook.text, result.notebook.text);
    }),
    { numRuns: 600 },
  );
});

Deno.test("applyEdit() sets the value that was asked for and leaves the other cells' bytes", () => {
  fc.assert(
    fc.property(document, anyEdit, (text, edit) => {
      if (edit.type !== "set_value") return;
      const before = applyEdit(read(text), { type: "name_cells" }, SCHEMAS).notebook;
      const result = attempt(before, edit);
      if (result === null) return;
      for (const cell of cellsOf(before)) {
        const after = findCell(result.notebook, cell.name);
        ok(after !== null);
        if (cell.name !== edit.cell) {
          assertEquals(
            result.notebook.text.slice(after.start, after.end),
            before.text.slice(cell.start, cell.end),
          );
        } else {
          const [first, second] = edit.path as string[];
          const found = after.body.values[first];
          assertEquals(
            second === undefined ? found : (found as Record<string, unknown>)[second],
            edit.value,
          );
        }
      }
    }),
    { numRuns: 1500 },
  );
});
