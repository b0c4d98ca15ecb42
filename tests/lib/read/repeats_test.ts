import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { RepeatTable } from "@/lib/read/repeats.ts";

Deno.test("RepeatTable finds what it has seen, and nothing else", () => {
  const table = new RepeatTable();
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const seen = (number: number) => {
    view.setFloat64(0, number);
    table.hash(bytes, 0, 11);
    return table.add();
  };
  for (let number = 0; number < 200_000; number++) assertEquals(seen(number), false);
  for (let number = 0; number < 200_000; number++) assertEquals(seen(number), true);
});

Deno.test("RepeatTable takes at most 16 bytes a row, its smallest size aside", () => {
  const table = new RepeatTable();
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  for (let number = 1; number <= 400_000; number++) {
    view.setFloat64(0, number);
    table.hash(bytes, 0, 8);
    table.add();
    if (number % 50_000 === 0) assert(table.bytes <= 16.5 * number, `${table.bytes / number}`);
  }
});

Deno.test("RepeatTable tells rows apart by length, order and last bytes", () => {
  const table = new RepeatTable();
  const encoder = new TextEncoder();
  const texts = ["", "a", "aa", "aaa", "aaaa", "aaaaa", "ab", "ba", "abcd", "abdc", "abcde", "a\0"];
  for (const text of texts) {
    const bytes = encoder.encode(text);
    table.hash(bytes, 0, bytes.length);
    assertEquals(table.add(), false);
  }
});
