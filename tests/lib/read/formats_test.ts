import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readText } from "@/tests/helpers/read_text.ts";

Deno.test("readBatches() reads JSON as it reads CSV", async () => {
  const records = [
    { id: 1, day: "31/01/2024", ok: true, amount: 1.5, "__proto__x": "a" },
    { id: 2, day: "05/02/2024", ok: false, amount: null, "__proto__x": "" },
    { id: 1, day: "31/01/2024", ok: true, amount: 1.5, "__proto__x": "a" },
  ];
  const rows = [
    ["1", "2024-01-31", "true", "1.5", "a"],
    ["2", "2024-02-05", "false", null, ""],
    ["1", "2024-01-31", "true", "1.5", "a"],
  ];
  const lines = records.map((record) => JSON.stringify(record)).join("\n");
  for (const [name, text] of [["a.json", JSON.stringify(records)], ["a.ndjson", lines]]) {
    const read = await readText(text, { name });
    assertEquals(read.rows, rows);
    assertEquals(read.facts.rejected, 0);
    assertEquals(read.facts.duplicates, 1);
    assertEquals(read.facts.sums.amount, 3);
  }
});

Deno.test("readBatches() tells what the source rejects, with its line", async () => {
  const { facts, rejections, rows } = await readText('{"a":1}\n{"a":\n{"a":3}\n', {
    name: "a.ndjson",
  });
  assertEquals(rows, [["1"], ["3"]]);
  assertEquals(rejections.map(({ line, column }) => [line, column]), [[2, null]]);
  assertEquals(facts.rejected, 1);
});

Deno.test("readBatches() reads compressed CSV", async () => {
  const { facts, rows } = await readText(gzipSync("a;b\n1,5;x\n"), { name: "a.csv.gz" });
  assertEquals(facts.delimiter, ";");
  assertEquals(rows, [["1.5", "x"]]);
});
