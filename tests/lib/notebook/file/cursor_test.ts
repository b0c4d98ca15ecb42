import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { cursorAt, wordAt } from "@/lib/notebook/file/cursor.ts";

/** `‸` stands for the cursor. */
function at(marked: string) {
  return cursorAt(marked.replace("‸", ""), marked.indexOf("‸"));
}

Deno.test("cursorAt() finds the place in a body that is not finished", async (t) => {
  const cases: readonly (readonly [string, string, string, readonly (string | number)[]])[] = [
    ["a new key", "time: day\ngr‸", "key", ["gr"]],
    ["an empty value", "time: ‸", "value", ["time"]],
    ["in a list that is not closed", "by: [a, b‸\ntime: day", "value", ["by", 1]],
    ["under a key", "measures:\n  ‸", "either", ["measures"]],
    ["behind a dash", "steps:\n  - ‸", "either", ["steps", 0]],
    ["in a mapping on one line", "a: { value: x, un‸ }", "key", ["a", "un"]],
    ["in a text of several lines", "query: |\n  select ‸\n  from a\n", "value", ["query"]],
  ];
  for (const [name, marked, role, path] of cases) {
    await t.step(name, () => {
      const found = at(marked);
      assertIs(found?.role, role);
      assertEquals(found?.path, path);
    });
  }
});

Deno.test("cursorAt() gives what could be read of the rest", () => {
  assertEquals(at("time: day\ngr‸\nby: [a]\n")?.values, { time: "day", by: ["a"] });
});

Deno.test("cursorAt() finds nothing in a comment", () => {
  assertIs(at("time: day # wh‸y"), null);
});

Deno.test("wordAt() finds the smallest key or value", () => {
  // "by: [a, bc]" has "bc" at 8 to 10.
  assertEquals(wordAt("by: [a, bc]", 9), { path: ["by", 1], role: "value", from: 8, to: 10 });
  assertEquals(wordAt("by: [a, bc]", 1), { path: ["by"], role: "key", from: 0, to: 2 });
});
