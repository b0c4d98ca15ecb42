import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { decisionText, fileDecisions, quoteDecision } from "@/islands/files/decisions.ts";
import { DELIMITER, FACTS, ORDER } from "@/tests/fixtures/sample_facts.ts";

Deno.test("decisionText() says in words what was chosen, and what else it could be", () => {
  assert.equal(
    decisionText(DELIMITER),
    "Delimiter: semicolon (99 of 100 rows have 6 cells; it could be comma)",
  );
  assert.equal(
    decisionText(ORDER),
    "Date order of “day”: day first (3 of 3; it could be month first)",
  );
  const both = {
    ...ORDER,
    what: "time unit",
    chosen: "seconds and milliseconds",
    alternatives: ["s"],
  };
  assert.equal(
    decisionText(both),
    "Time unit of “day”: seconds and milliseconds (3 of 3; it could be seconds alone)",
  );
});

Deno.test("fileDecisions() names what was found, unless another choice was made", () => {
  const found = fileDecisions(FACTS, {});
  assertEquals(
    found.map(({ field, given, choices }) => [field, given, choices[0].title]),
    [
      ["delimiter", "", "Semicolon ; (found)"],
      ["encoding", "", "UTF-8 (found)"],
      ["header", "", "Line 3 (found)"],
    ],
  );
  const [delimiter] = fileDecisions(FACTS, { delimiter: "\t" });
  assertEquals([delimiter.given, delimiter.choices[0].title], ["tab", "As found in the file"]);
  assertEquals(fileDecisions({ ...FACTS, format: "parquet" }, {}), []);
});

Deno.test("quoteDecision() is for text in cells alone", () => {
  assert.equal(quoteDecision(FACTS, {})?.choices[0].title, 'Double quotes " (found)');
  assert.equal(quoteDecision({ ...FACTS, format: "parquet" }, {}), null);
});
