import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { LineWalk, PackedLines } from "@/lib/ingest/rejected/row_lines.ts";

Deno.test("PackedLines keeps lines of any distance, and LineWalk finds them again", () => {
  const lines = [1, 2, 129, 130, 20_000, 2 ** 31, 2 ** 40];
  const packed = new PackedLines();
  for (const line of lines) packed.add(line);
  const walk = new LineWalk(packed.take());
  const asked = [1, 1, 2, 3, 129, 130, 131, 19_999, 20_000, 2 ** 31, 2 ** 40, 2 ** 40 + 1];
  assertEquals(asked.filter((line) => walk.has(line)), [1, ...lines]);
});

Deno.test("PackedLines takes a byte for each of lines that follow each other", () => {
  const packed = new PackedLines();
  for (let line = 1; line <= 100_000; line++) packed.add(line);
  assertIs(packed.take().length, 100_000);
  assertIs(new LineWalk(new Uint8Array(0)).has(1), false);
});
