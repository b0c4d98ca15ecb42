import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type TextColumn, Utf8Texts } from "@/lib/ingest/events/utf8_texts.ts";

Deno.test("Utf8Texts.at() reads texts of any letters, and none where there is none", () => {
  const bytes = new TextEncoder().encode("rubbish|a ctext| Grüße €|\u00a0 |plain|rest");
  const cuts = [8, 15, 28, 32, 38].map((end, i, ends) => [i === 0 ? 8 : ends[i - 1] + 1, end]);
  const texts = cuts.slice(1).map(([start, end]) => [start, end] as const);
  const column: TextColumn = {
    type: "text",
    starts: Int32Array.from([8, ...texts.map(([start]) => start)]),
    ends: Int32Array.from([8, ...texts.map(([, end]) => end)]),
    nulls: Uint8Array.from([1, 0, 0, 0, 0]),
  };
  const lines = new Float64Array(5);
  const batch = { rows: 5, lines, repeats: new Uint8Array(5), bytes, columns: [column] };
  const read = new Utf8Texts(batch, [column]);
  assertEquals([0, 1, 2, 3, 4].map((row) => read.at(column, row)), [
    null,
    "ctext",
    "Grüße €",
    null,
    "plain",
  ]);
  assertEquals(read.at(null, 1), null);
});
