import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  decisionText,
  edgeTexts,
  fileDecisions,
  fileTexts,
  foundName,
  leftOutOf,
  quoteDecision,
  unitOf,
} from "@/islands/files/decisions.ts";
import type { Decision, FileFacts } from "@/lib/read/facts.ts";

const DELIMITER: Decision = {
  what: "delimiter",
  column: null,
  chosen: ";",
  evidence: "99 of 100 rows have 6 cells",
  doubtful: true,
  alternatives: [",", ", "],
};
const ORDER: Decision = {
  what: "date order",
  column: "day",
  chosen: "dmy",
  evidence: "3 of 3",
  doubtful: false,
  alternatives: ["mdy"],
};
const UNIT: Decision = { ...ORDER, what: "unit", column: "net", chosen: "EUR", alternatives: [] };

const FACTS: FileFacts = {
  file: "a.csv",
  format: "csv",
  encoding: "utf-8",
  delimiter: ";",
  quote: '"',
  header_line: 3,
  rows: 3,
  columns: 2,
  names: ["day", "net"],
  types: { day: "date", net: "decimal" },
  duplicates: 0,
  nulls: {},
  sums: {},
  dates: {},
  rejected: 0,
  rejected_rows: 0,
  decisions: [DELIMITER, ORDER, UNIT],
  warnings: [],
};

Deno.test("decisionText() says in words what was chosen, and what else it could be", () => {
  assert.equal(
    decisionText(DELIMITER),
    "Delimiter: semicolon (99 of 100 rows have 6 cells; it could be comma)",
  );
  assert.equal(
    decisionText(ORDER),
    "Date order of “day”: day first (3 of 3; it could be month first)",
  );
});

Deno.test("fileDecisions() names what was found, unless another choice was made", () => {
  const found = fileDecisions(FACTS, {});
  assertEquals(
    found.map(({ field, given, choices }) => [field, given, choices[0].title]),
    [
      ["delimiter", "", "Semicolon ; (found)"],
      ["encoding", "", "Utf-8 (found)"],
      ["header", "", "Line 3 (found)"],
    ],
  );
  const [delimiter] = fileDecisions(FACTS, { delimiter: "\t" });
  assertEquals([delimiter.given, delimiter.choices[0].title], ["tab", "As found in the file"]);
  assertEquals(fileDecisions({ ...FACTS, format: "parquet" }, {}), []);
});

Deno.test("unitOf() tells the unit of a column", () => {
  assertEquals([unitOf(FACTS, "net"), unitOf(FACTS, "day")], ["EUR", null]);
});

Deno.test("fileTexts() asks for what the format and the columns leave open", () => {
  const fields = (facts: FileFacts) => fileTexts(facts, {}).map(({ field }) => field);
  assertEquals(fields(FACTS), ["nulls"]);
  assertEquals(fields({ ...FACTS, types: { at: "timestamp" } }), ["nulls", "zone"]);
  assertEquals(fields({ ...FACTS, format: "json" }), ["nulls", "records"]);
  assertEquals(fileTexts(FACTS, { nulls: ["", "?"] })[0].given, '"", ?');
});

Deno.test("edgeTexts() and quoteDecision() are for text in cells alone", () => {
  assertEquals(edgeTexts(FACTS, { skip: 2 }).map(({ given }) => given), ["2", ""]);
  assertEquals(quoteDecision(FACTS, {})?.choices[0].title, 'Double quotes " (found)');
  const parquet: FileFacts = { ...FACTS, format: "parquet" };
  assertEquals([edgeTexts(parquet, {}), quoteDecision(parquet, {})], [[], null]);
});

Deno.test("foundName() and leftOutOf() tell columns by their names in the file", () => {
  const options = { columns: { Net: { name: "net" }, note: { leave_out: true } } };
  assertEquals([foundName(options, "net"), foundName(options, "day")], ["Net", "day"]);
  assertEquals(leftOutOf(options), ["note"]);
});
