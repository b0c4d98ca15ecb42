import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { edgeTexts, fileTexts } from "@/islands/files/texts.ts";
import type { FileFacts } from "@/lib/read/facts.ts";
import { FACTS } from "@/tests/fixtures/sample_facts.ts";

Deno.test("fileTexts() asks for what the format and the columns leave open", () => {
  const fields = (facts: FileFacts) => fileTexts(facts, {}).map(({ field }) => field);
  assertEquals(fields(FACTS), ["nulls"]);
  assertEquals(fields({ ...FACTS, types: { at: "timestamp" } }), ["nulls", "zone"]);
  assertEquals(fields({ ...FACTS, format: "json" }), ["nulls", "records"]);
  assertEquals(fileTexts(FACTS, { nulls: ["", "?"] })[0].given, '"", ?');
});

Deno.test("edgeTexts() are for text in cells alone", () => {
  assertEquals(edgeTexts(FACTS, { skip: 2 }).map(({ given }) => given), ["2", ""]);
  assertEquals(edgeTexts({ ...FACTS, format: "parquet" }, {}), []);
});
