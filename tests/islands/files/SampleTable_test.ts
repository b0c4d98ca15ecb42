import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { isNumbering, rangeText } from "@/islands/files/SampleTable.tsx";

Deno.test("rangeText() says between which values a column's are, and of which rows", () => {
  assertIs(rangeText({ least: 3, greatest: 17.5, ofFirst: null }, String), "3 to 17.5");
  assertIs(rangeText({ least: 3, greatest: 3, ofFirst: null }, String), "3");
  assertIs(
    rangeText({ least: 3, greatest: 4, ofFirst: 10_000 }, String),
    "3 to 4 in the first 10,000 rows",
  );
  assertIs(rangeText(null, String), null);
});

Deno.test("isNumbering() knows whole numbers that come one after the other", () => {
  const cases = [[1001, 1002, 1003, 1004, 1005], [1, 2, 3], [1, 2, 3, 4, 6], [1, 2, 3, null, 5]];
  assertEquals(cases.map(isNumbering), [true, false, false, false]);
});
