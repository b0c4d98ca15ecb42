import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readText } from "@/tests/helpers/read_text.ts";

const ROWS = [
  ["2024-01-02", "9:15", "P-1", "10.50", "a small, round box", "none"],
  ["2024-01-03", "10:20", "P-2", "11.25", "a large, flat box", "none"],
  ["2024-01-04", "11:25", "P-3", "12.75", "two, no: three boxes", "lost"],
];
const NAMES = ["day", "at", "id", "price", "item", "note"];

/** The table with each cell in quotes that holds the delimiter or a quote. */
function written(delimiter: string, quote: string, escape: string): string {
  const cell = (text: string) =>
    text.includes(delimiter) || text.includes(quote)
      ? `${quote}${text.replaceAll(quote, escape + quote)}${quote}`
      : text;
  return [NAMES, ...ROWS].map((row) => row.map(cell).join(delimiter)).join("\n");
}

Deno.test("sniffDialect() tells delimiter and quote from the rows", async (t) => {
  for (const delimiter of [",", ";", "\t", "|", "^", "~", "::", "||", "\u0001", " ", ":"]) {
    await t.step(JSON.stringify(delimiter), async () => {
      const { facts, rows } = await readText(written(delimiter, '"', '"'));
      assertEquals([facts.delimiter, facts.names], [delimiter, NAMES]);
      assertEquals(rows.map((row) => row[4]), ROWS.map((row) => row[4]));
    });
  }
});

Deno.test("sniffDialect() knows ' as a quote that is doubled or escaped inside", async (t) => {
  const lines = (escape: string) => [
    "id,text,n",
    `1,'it${escape}'s, so to say, odd',5`,
    `2,'plain, too',6`,
    `3,'she said ${escape}'no${escape}'',7`,
  ];
  for (const escape of ["'", "\\"]) {
    await t.step(escape, async () => {
      const { facts, rows } = await readText(lines(escape).join("\n"));
      assertEquals([facts.quote, facts.sums.n], ["'", 5 + 6 + 7]);
      assertEquals(rows.map((row) => row[1]), [
        "it's, so to say, odd",
        "plain, too",
        "she said 'no'",
      ]);
    });
  }
});

Deno.test("readBatches() ends a quote left open at the next field of its row", async () => {
  const { facts, rows } = await readText('a,b,c,d\n1,x,"p,q","y"\n2,"x,"p,q","y"\n');
  assertEquals(rows, [["1", "x", "p,q", "y"], ["2", '"x', "p,q", "y"]]);
  assertEquals(facts.warnings, ["1 quote never closed, first in line 3: taken for text"]);
});
