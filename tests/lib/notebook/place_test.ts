import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { cellsOf } from "@/lib/notebook/model.ts";
import { placeAt } from "@/lib/notebook/place.ts";

/** The line and column of the first X in the value of `key`, as found by its place in the value. */
function placeOfX(text: string): readonly [number | undefined, number | undefined] {
  const { notebook } = parseNotebook(text, { fileName: "test.md", kinds: ["load"] });
  const [cell] = cellsOf(notebook);
  const letter = String(cell.body.values.key).indexOf("X");
  const { line, column } = placeAt(notebook, { cell, path: ["key"], at: { letter } });
  return [line, column];
}

Deno.test("placeAt() finds a letter of a value, however it is written", async (t) => {
  const cases: Readonly<Record<string, string>> = {
    "plain": "key: a b X c",
    "plain on two lines": "key: a b\n  c X",
    "single quotes": "key: 'it''s X'",
    "double quotes": String.raw`key: "a\tb\u0041 \"X"`,
    "double quotes on two lines": 'key: "a\n  b X"',
    "literal": "key: |\n  a\n    b\n\n  c X",
    "literal, without its last line end": "key: |-\n    a\n    X",
    "folded": "key: >\n  a\n  b X\n\n  c",
    "below comments and other keys": "# c\nother: 1 # X?\nkey: a X",
  };
  for (const [name, body] of Object.entries(cases)) {
    for (const indent of ["", "  "]) {
      const fenced = `Text\n\n\`\`\`load a\n${body}\n\`\`\`\n`;
      const text = fenced.replace(/^(?=```|[^T\n])/gm, indent);
      const before = text.slice(0, text.lastIndexOf("X"));
      const line = before.split("\n").length;
      const column = before.length - before.lastIndexOf("\n");
      await t.step(`${name}, indented by ${indent.length}`, () => {
        assertEquals(placeOfX(text), [line, column]);
        assertEquals(placeOfX(text.replaceAll("\n", "\r\n")), [line, column]);
      });
    }
  }
});

Deno.test("placeAt() falls back to the nearest place that exists", () => {
  const text = "```load a\nkey:\n  - b: 1\n```\n";
  const { notebook } = parseNotebook(text, { fileName: "test.md", kinds: ["load"] });
  const [cell] = cellsOf(notebook);
  const at = (path: readonly (string | number)[], spot: "key" | "value") => {
    const { line, column, key } = placeAt(notebook, { cell, path, at: spot });
    return [line, column, key];
  };
  assertEquals(at([], "value"), [1, 1, undefined]);
  assertEquals(at(["key"], "key"), [2, 1, "key"]);
  assertEquals(at(["key", 0, "b"], "key"), [3, 5, "key[1].b"]);
  assertEquals(at(["key", 0, "b"], "value"), [3, 8, "key[1].b"]);
  assertEquals(at(["key", 5, "c"], "value"), [3, 3, "key[6].c"]);
});

Deno.test("placeAt() finds a line and column of a value's text", async (t) => {
  // X stands at line 2, column 3 of each text.
  const cases: Readonly<Record<string, readonly [string, number, number]>> = {
    "a literal": ["key: |\n  a b\n  c X", 4, 5],
    "a text under value, where the key may be written either way": [
      "key:\n  unit: USD\n  value: |-\n    a b\n    c X",
      6,
      7,
    ],
    "a key that is a number": ["1: |\n  a b\n  c X", 4, 5],
  };
  for (const [name, [body, line, column]] of Object.entries(cases)) {
    await t.step(name, () => {
      const text = `\`\`\`load a\n${body}\n\`\`\`\n`;
      const { notebook } = parseNotebook(text, { fileName: "test.md", kinds: ["load"] });
      const [cell] = cellsOf(notebook);
      const path = [name.startsWith("a key") ? 1 : "key"];
      const place = placeAt(notebook, { cell, path, at: { line: 2, column: 3 } });
      assertEquals([place.line, place.column], [line, column]);
    });
  }
});
