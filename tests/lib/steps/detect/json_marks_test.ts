import { strictEqual as assertEquals } from "node:assert/strict";
import { JsonMarks } from "@/lib/steps/detect/json_marks.ts";

/** Counts a text that comes in pieces of so many bytes. */
function countMarks(text: string, piece: number): number {
  const bytes = new TextEncoder().encode(text);
  const marks = new JsonMarks();
  let count = 0;
  for (let at = 0; at < bytes.length; at += piece) {
    count = marks.add(bytes.subarray(at, at + piece));
  }
  return count;
}

Deno.test("JsonMarks counts what parts values, wherever the pieces of a text end", () => {
  // One brace, two colons, one comma, one bracket, one comma in it.
  const text = '{"a":1,"b":[2,3]}';
  for (const piece of [1, 2, 5, 100]) assertEquals(countMarks(text, piece), 6);
});

Deno.test("JsonMarks counts nothing within strings, escaped quotes and letters beyond ASCII among them", () => {
  const text = JSON.stringify(['{[,:"{[,:', "\\", '\\"', "ü{", ","]);
  // The bracket and four commas between five texts.
  for (const piece of [1, 3, 100]) assertEquals(countMarks(text, piece), 5);
});
