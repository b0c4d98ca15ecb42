import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import fc from "fast-check";
import { applyChanges, differenceOf, insertBlock, removeBlock } from "@/lib/notebook/edit/text.ts";

Deno.test("differenceOf() is the change that applyChanges() needs", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 12 });
  fc.assert(fc.property(text, text, (from, to) => {
    assertEquals(applyChanges(from, [differenceOf(from, to)]), to);
  }));
});

Deno.test("applyChanges() refuses to replace what is not there", () => {
  throws(() => applyChanges("abc", [{ start: 1, removed: "x", inserted: "" }]), {
    code: "BAD_NOTEBOOK",
  });
});

Deno.test("insertBlock() sets a block apart by one blank line, in the text's line ends", async (t) => {
  const cases: readonly (readonly [string, number, string])[] = [
    ["", 0, "X\n"],
    ["a", 1, "a\n\nX\n"],
    ["a\n", 2, "a\n\nX\n"],
    ["a\n\n", 3, "a\n\nX\n"],
    ["a\nb\n", 2, "a\n\nX\n\nb\n"],
    ["a\r\n\r\nb\r\n", 5, "a\r\n\r\nX\r\n\r\nb\r\n"],
    ["\uFEFFa\n", 1, "\uFEFFX\n\na\n"],
  ];
  for (const [text, offset, expected] of cases) {
    await t.step(JSON.stringify(text), () => {
      assertEquals(insertBlock(text, offset, "\n\nX\n\n"), expected);
    });
  }
});

Deno.test("removeBlock() takes the blank line below along where there is one above", () => {
  assertEquals(removeBlock("a\n\nX\n\nb", { start: 3, end: 5 }), "a\n\nb");
  assertEquals(removeBlock("a\nX\n\nb", { start: 2, end: 4 }), "a\n\nb");
  assertEquals(removeBlock("X\n\nb", { start: 0, end: 2 }), "b");
});
