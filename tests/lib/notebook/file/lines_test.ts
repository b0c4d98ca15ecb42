import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { findLineStarts, lineAndColumn, lineText } from "@/lib/notebook/file/lines.ts";

Deno.test("findLineStarts() takes LF, CR LF and CR for line ends", () => {
  // a LF b CR LF (empty) CR c: the lines start at 0, 2, 5 and 6.
  assertEquals(findLineStarts("a\nb\r\n\rc"), [0, 2, 5, 6]);
  assertEquals(findLineStarts(""), [0]);
  assertEquals(findLineStarts("a\n"), [0, 2]);
});

Deno.test("lineAndColumn() counts from 1", () => {
  const starts = findLineStarts("ab\r\ncd");
  const places = [0, 2, 4, 6].map((offset) => Object.values(lineAndColumn(starts, offset)));
  assertEquals(places, [[1, 1], [1, 3], [2, 1], [2, 3]]);
});

Deno.test("lineText() leaves the line end out", () => {
  const text = "ab\r\ncd\r\rx";
  const starts = findLineStarts(text);
  assertEquals(starts.map((_, i) => lineText(text, starts, i)), ["ab", "cd", "", "x"]);
});
