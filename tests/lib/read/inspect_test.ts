import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { factsText } from "@/lib/read/inspect.ts";
import { makeWorkbook } from "@/tests/fixtures/formats/workbook.ts";
import { readText } from "@/tests/helpers/read_text.ts";

const ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>n</t></is></c></row>' +
  '<row r="2"><c r="A2"><v>1</v></c></row>';

async function textOf(names: readonly string[]): Promise<string> {
  const bytes = makeWorkbook({ sheets: names.map((name) => ({ name, rows: ROWS })) });
  const { facts } = await readText(bytes, { name: "book.xlsx" });
  return factsText(facts);
}

Deno.test("factsText() tells which sheet was read, and how to read another", async () => {
  const text = await textOf(["January", "February", "March"]);
  assertMatch(
    text,
    /sheet: January \(sheet 1 of 3; not read: February, March; or February, March\)/,
  );
  assertMatch(text, /To read another: --sheet February, or in a load cell sheet: February/);
  assertEquals(
    (await textOf(["Q1 2026", "Q2 2026"])).includes(
      '--sheet "Q2 2026", or in a load cell sheet: "Q2 2026"',
    ),
    true,
  );
});

Deno.test("factsText() has no choice to tell of where there is one sheet", async () => {
  assertEquals((await textOf(["January"])).includes("To read another"), false);
});
