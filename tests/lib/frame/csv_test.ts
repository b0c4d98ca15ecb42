import assert from "node:assert/strict";
import { csvField, csvHeader, csvLines } from "@/lib/frame/csv.ts";

Deno.test("csvField() quotes as RFC 4180 says, and lets no spreadsheet run a text", async (t) => {
  const cases: readonly (readonly [string | number | boolean | null, string])[] = [
    [null, ""],
    [-1.5, "-1.5"],
    [true, "true"],
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ["two\nlines", '"two\nlines"'],
    ["=1+1", "'=1+1"],
    ['=HYPERLINK("x",1)', '"\'=HYPERLINK(""x"",1)"'],
    ["+cmd|x", `"'+cmd|x"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["-2+3", "'-2+3"],
    ["\tx", "'\tx"],
    ["\n=1+1", `"'\n'=1+1"`],
    ["＝1+1", "'＝1+1"],
    ["＠SUM(A1)", `"'＠SUM(A1)"`],
    ["x;=1+1", "x;'=1+1"],
    // Numbers are no formulas, also where they travel as text.
    ["-12.50", "-12.50"],
    ["+49", "+49"],
  ];
  for (const [value, expected] of cases) {
    await t.step(JSON.stringify(value), () => assert.equal(csvField(value), expected));
  }
});

Deno.test("csvLines() ends each row with CR LF, under the names", () => {
  const columns = [
    { name: "a,b", type: "float", values: Float64Array.of(0.1 + 0.2, NaN) },
    { name: "note", type: "text", values: ["x", null] },
  ] as const;
  assert.equal(csvHeader(columns), '"a,b",note\r\n');
  assert.equal(csvLines({ length: 2, columns }), "0.3,x\r\n,\r\n");
});
