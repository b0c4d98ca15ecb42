import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { compareTexts } from "@/lib/workspace/notebooks/differences.ts";

Deno.test("compareTexts() tells lines taken out before those put in", () => {
  assertEquals(compareTexts("a\nb\nc\n", "a\nx\nc\nd\n"), [
    { type: "same", text: "a" },
    { type: "removed", text: "b" },
    { type: "added", text: "x" },
    { type: "same", text: "c" },
    { type: "added", text: "d" },
  ]);
});

Deno.test("compareTexts() tells empty lines and empty texts", () => {
  assertEquals(compareTexts("", "\n"), [{ type: "added", text: "" }]);
  assertEquals(compareTexts("a\n\nb\n", "a\nb\n"), [
    { type: "same", text: "a" },
    { type: "removed", text: "" },
    { type: "same", text: "b" },
  ]);
  assertEquals(compareTexts("", ""), []);
});

Deno.test("compareTexts() ends for long texts that have nothing in common", () => {
  const lines = (word: string) =>
    Array.from({ length: 20_000 }, (_, i) => `${word} ${i}\n`).join("");
  const differences = compareTexts(lines("one"), lines("two"));
  assertIs(differences.length, 40_000);
  assertIs(differences[0].type, "removed");
  assertIs(differences[39_999].type, "added");
});
