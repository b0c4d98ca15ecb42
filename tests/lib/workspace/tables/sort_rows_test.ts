import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Keys } from "@/lib/workspace/tables/key_bytes.ts";
import { rowAt, type SortedRows, sortRows, turned } from "@/lib/workspace/tables/sort_rows.ts";

/** Keys of texts; `null` is no value. */
function keysOf(texts: readonly (string | null)[]): Keys {
  const encoded = texts.map((text) => new TextEncoder().encode(text ?? ""));
  const starts = new Uint32Array(texts.length + 1);
  encoded.forEach(({ length }, row) => starts[row + 1] = starts[row] + length);
  const bytes = new Uint8Array(starts[texts.length]);
  encoded.forEach((key, row) => bytes.set(key, starts[row]));
  return {
    length: texts.length,
    bytes,
    starts,
    nulls: Uint8Array.from(texts, (text) => text === null ? 1 : 0),
  };
}

function rowsOf(sorted: SortedRows): readonly number[] {
  return Array.from(sorted.rows, (_, place) => rowAt(sorted, place));
}

//                0     1    2     3    4      5     6   7     8
const TEXTS = ["abc", "b", null, "ab", "abcd", "b", "", null, "a"];

Deno.test("sortRows() orders by bytes, what begins alike by length, and nulls last", async () => {
  const sorted = await sortRows(keysOf(TEXTS), null);
  // "" a ab abc abcd b b, then the nulls; the two "b" stay as they come.
  assertEquals(rowsOf(sorted), [6, 8, 3, 0, 4, 1, 5, 2, 7]);
  assertEquals(sorted.known, 7);
});

Deno.test("sortRows() keeps another order where rows are alike", async () => {
  const own = await sortRows(keysOf(["9", "8", "7", "6", "5", "4", "3", "2", "1"]), null);
  assertEquals(rowsOf(own), [8, 7, 6, 5, 4, 3, 2, 1, 0]);
  assertEquals(rowsOf(await sortRows(keysOf(TEXTS), own)), [6, 8, 3, 0, 4, 5, 1, 7, 2]);
});

Deno.test("sortRows() orders none, and those without a value", async () => {
  assertEquals(rowsOf(await sortRows(keysOf([]), null)), []);
  assertEquals(rowsOf(await sortRows(keysOf([null, null]), null)), [0, 1]);
});

Deno.test("turned() leaves rows that are alike as they were, and nulls last", async () => {
  const sorted = turned(await sortRows(keysOf(TEXTS), null));
  assertEquals(rowsOf(sorted), [1, 5, 4, 0, 3, 8, 6, 2, 7]);
});
