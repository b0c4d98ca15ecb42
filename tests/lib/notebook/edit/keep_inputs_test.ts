import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import fc from "fast-check";
import { applyEdit } from "@/lib/notebook/edit/apply.ts";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { cellsOf, findCell, type Notebook } from "@/lib/notebook/model.ts";
import { makeGraph } from "@/lib/notebook/run/graph.ts";
import type { GraphCell } from "@/lib/notebook/run/graph_cell.ts";
import { KINDS, stepOfKind } from "@/lib/steps/registry.ts";
import { ACCEPTS } from "@/lib/steps/step.ts";

const SCHEMAS = new Map(KINDS.map((kind) => [kind, stepOfKind(kind)!.parameters]));

function read(text: string): Notebook {
  return parseNotebook(text, { fileName: "test.md", kinds: [...SCHEMAS.keys()] }).notebook;
}

function edited(text: string, edit: Edit): string {
  return applyEdit(read(text), edit, SCHEMAS).notebook.text;
}

/** The inputs of each cell whose kind takes one; without those that hang on themselves. */
function inputs(notebook: Notebook): Record<string, readonly string[]> {
  const cells = cellsOf(notebook).map(({ name, kind, from, disabled }): GraphCell => {
    const step = stepOfKind(kind)!;
    const mentions = step.takes === "many" ? [] : null;
    const { gives } = step;
    const accepts = ACCEPTS[step.takes];
    return { name, kind, from, mentions, events: null, accepts, gives, disabled };
  });
  const { nodes } = makeGraph(cells);
  return Object.fromEntries(
    cells.filter(({ name, mentions }) => mentions === null && nodes.has(name))
      .map(({ name }) => [name, nodes.get(name)?.parents ?? []]),
  );
}

const CHAIN = [
  "```load orders\nfile: a.csv\n```\n",
  "```clean tidy\nsteps: [] # none yet\n```\n",
  "```check sound\nnot_null: [day]\n```\n",
  "```kpi daily\ntime: day\n```\n",
].join("\n");

Deno.test("keepInputs() lets the cell below a new one take what it took before", () => {
  assertIs(
    edited(CHAIN, { type: "add_cell", at: 4, kind: "sql", name: "look" }),
    CHAIN.replace("```check sound\n", "```sql look\n```\n\n```check sound\nfrom: tidy\n"),
  );
});

Deno.test("keepInputs() leaves cells alone whose input is the same, or that had none", () => {
  const added = "```load more\n```\n";
  assertIs(
    edited(CHAIN, { type: "add_cell", at: 8, kind: "load", name: "more" }),
    `${CHAIN}\n${added}`,
  );
  const alone = "```kpi daily\ntime: day\n```\n";
  assertIs(
    edited(alone, { type: "add_cell", at: 0, kind: "load", name: "more" }),
    `${added}\n${alone}`,
  );
});

Deno.test("keepInputs() gives a copy the input of its original, and others what they had", () => {
  const after = read(edited(CHAIN, { type: "duplicate_cell", cell: "tidy" }));
  assertEquals(inputs(after), {
    orders: [],
    tidy: ["orders"],
    tidy_2: ["orders"],
    sound: ["tidy"],
    daily: ["sound"],
  });
});

Deno.test("keepInputs() lets a moved cell keep its input, and those that hang on it", () => {
  const after = read(edited(CHAIN, { type: "move_cell", cell: "sound", at: 0 }));
  assertEquals(cellsOf(after).map(({ name }) => name), ["sound", "orders", "tidy", "daily"]);
  assertEquals(inputs(after), inputs(read(CHAIN)));
});

Deno.test("keepInputs() is taken back by the edit's inverse", () => {
  const after = applyEdit(read(CHAIN), { type: "add_cell", at: 2, kind: "clean" }, SCHEMAS);
  assertEquals(findCell(after.notebook, "tidy")?.from, ["orders"]);
  assertIs(applyEdit(after.notebook, after.inverse, SCHEMAS).notebook.text, CHAIN);
});

Deno.test("keepInputs() leaves a cell as it is whose YAML must be mended first", () => {
  const broken = "```load a\nfile: a\n```\n\n```clean b\nsteps: [\n```\n";
  assertIs(
    edited(broken, { type: "add_cell", at: 2, kind: "load", name: "c" }),
    broken.replace("```clean b", "```load c\n```\n\n```clean b"),
  );
});

const BODIES = ["", "# nothing yet", "{ }", "disabled: true", "from: c1", "from: [c0]", "x: 1 # x"];
const notebookText = fc.array(
  fc.record({ kind: fc.constantFrom(...SCHEMAS.keys()), body: fc.constantFrom(...BODIES) }),
  { minLength: 1, maxLength: 9 },
).map((cells) =>
  cells.map(({ kind, body }, index) => `\`\`\`${kind} c${index}\n${body}\n\`\`\`\n`).join("\n")
);
const cell = fc.nat(8).map((index) => `c${index}`);
const place = fc.nat(18);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    type: fc.constant("add_cell" as const),
    at: place,
    kind: fc.constantFrom(...SCHEMAS.keys()),
  }),
  fc.record({ type: fc.constant("move_cell" as const), cell, at: place }),
  fc.record({ type: fc.constant("duplicate_cell" as const), cell }),
);

Deno.test("keepInputs() keeps every other cell's input whatever is added, moved or copied", () => {
  fc.assert(
    fc.property(notebookText, edit, (text, made) => {
      const before = read(text);
      if ("cell" in made && findCell(before, made.cell) === null) return;
      const had = inputs(before);
      const { notebook, inverse } = applyEdit(before, made, SCHEMAS);
      const has = inputs(notebook);
      for (const [name, parents] of Object.entries(had)) {
        // A cell that had no input may come to stand where it takes one that hangs on it.
        if (parents.length > 0 && name in has) {
          assertEquals(has[name], parents, `${name} in\n${notebook.text}`);
        }
      }
      assertIs(applyEdit(notebook, inverse, SCHEMAS).notebook.text, text);
    }),
    { numRuns: 500 },
  );
});
