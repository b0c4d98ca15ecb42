import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { shortened, upright, visible } from "@/lib/chart/plain.ts";

Deno.test("shortened() keeps a name's beginning and its end", () => {
  assertEquals(shortened("EMEA"), "EMEA");
  assertEquals(shortened("x".repeat(60)), "x".repeat(60));
  // 10 letters: 6 of the beginning, an ellipsis, 3 of the end.
  assertEquals(shortened("North America, retail", 10), "North…ail");
  assertEquals(shortened("abcdefghijkl", 10), "abcdef…jkl");
});

Deno.test("shortened() cuts no letter in two, and is quick however long the name", () => {
  const text = shortened("😀".repeat(3000), 10);
  assertEquals(text, `${"😀".repeat(6)}…${"😀".repeat(3)}`);
  assert(text.isWellFormed());
  assertEquals([...shortened("a".repeat(5_000_000))].length, 60);
});

Deno.test("shortened() lets no name turn around what stands behind it", () => {
  assertEquals(shortened("a\u202egnp.exe"), "a�gnp.exe");
  assertEquals(upright("\u2067a\u2069 מזרח"), "�a� מזרח");
});

Deno.test("visible() shows what would steer a terminal or turn words around", () => {
  assertEquals(visible("North\x1b[2J"), "North␛[2J");
  assertEquals(visible("a\nb\tc\x7f"), "a␊b␉c␡");
  assertEquals(visible("a\u009bb\u202ec\u2066d"), "a�b�c�d");
  assertEquals(visible("Zürich – 東京 😀"), "Zürich – 東京 😀");
});
