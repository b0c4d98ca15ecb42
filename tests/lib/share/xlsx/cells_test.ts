import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { cellOf, xmlText } from "@/lib/share/xlsx/cells.ts";

function text(inside: string, style = ""): string {
  return `<c t="inlineStr"${style}><is><t xml:space="preserve">${inside}</t></is></c>`;
}

Deno.test("cellOf() writes values as what they are", async (t) => {
  const cases: [ColumnType, Value, string][] = [
    ["integer", "42", "<c><v>42</v></c>"],
    ["integer", "-3000000", "<c><v>-3000000</v></c>"],
    // A double has fifteen sure digits.
    ["integer", "123456789012345", "<c><v>123456789012345</v></c>"],
    ["integer", "1234567890123456", text("1234567890123456")],
    ["decimal", "0.000000000000000000000012", "<c><v>0.000000000000000000000012</v></c>"],
    ["decimal", "10.50", "<c><v>10.50</v></c>"],
    ["float", 0.1 + 0.2, "<c><v>0.3</v></c>"],
    ["float", 1e300, "<c><v>1e+300</v></c>"],
    ["boolean", true, '<c t="b"><v>1</v></c>'],
    ["boolean", false, '<c t="b"><v>0</v></c>'],
    // 1 January 2000 is day 36526 of spreadsheets.
    ["date", "2000-01-01", '<c s="1"><v>36526</v></c>'],
    ["date", "1850-01-01", text("1850-01-01")],
    ["timestamp", "2000-01-01T12:00:00Z", '<c s="2"><v>36526.5</v></c>'],
    ["timestamp", "2000-01-01T12:00:00.123456Z", text("2000-01-01T12:00:00.123456Z")],
    ["time", "06:00:00", '<c s="3"><v>0.25</v></c>'],
    ["text", "a < b & c", text("a &lt; b &amp; c")],
    ["text", "123", text("123")],
    ["text", null, "<c/>"],
  ];
  for (const [type, value, expected] of cases) {
    await t.step(`${type} ${value}`, () => assertEquals(cellOf(type, value), expected));
  }
});

Deno.test("cellOf() keeps a text a text, whatever it begins with", () => {
  for (const formula of ["=1+1", "+1", "-1", "@sum", "\t=1"]) {
    assertEquals(cellOf("text", formula), text(formula, ' s="5"'));
  }
});

Deno.test("cellOf() says where a text was cut off", () => {
  const cell = cellOf("text", "x".repeat(40_000));
  ok(cell.includes("x … (cut off)</t>"));
  // A cell holds 32,767 characters; the tags around them are 57.
  assertEquals(cell.length, 32_767 + text("").length);
});

Deno.test("xmlText() leaves nothing that XML cannot hold or would obey", () => {
  assertEquals(xmlText("\u0000"), "_x0000_");
  assertEquals(xmlText("_x0041_"), "_x005F_x0041_");
  assertEquals(xmlText(`<a href="x">&`), "&lt;a href=&quot;x&quot;&gt;&amp;");
  assertEquals(xmlText("\ud800"), "\ufffd");
});
