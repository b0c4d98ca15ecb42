import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { knownHeader } from "@/lib/read/csv/known_header.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { openTable } from "@/lib/read/text_table.ts";
import { sourceOf } from "@/tests/helpers/read_text.ts";

const encoder = new TextEncoder();

/** The delimiter and the names that the first lines tell, or `null`. */
function told(text: string, options: ReadOptions = {}) {
  const known = knownHeader(
    encoder.encode(text),
    (names) => names.includes("time") && names.includes("value"),
    options,
  );
  return known === null ? null : [known.dialect.delimiter, ...known.layout.names];
}

Deno.test("knownHeader() tells the sign that parts the names which are expected", () => {
  assertEquals(told("time,value\n2024-01-01,1\n"), [",", "time", "value"]);
  assertEquals(told("value;time;a, b\r\n1,5;2024-01-01;x\r\n"), [";", "value", "time", "a, b"]);
  assertEquals(told("time\tvalue\n2024-01-01\t1"), null, "the last line may go on");
  assertEquals(told(" time | value\n2024-01-01|1\n"), ["|", "time", "value"]);
});

Deno.test("knownHeader() tells nothing where anything else could be meant", async (t) => {
  const cases: readonly (readonly [string, string, ReadOptions?])[] = [
    ["other names", "when,value\n2024-01-01,1\n"],
    ["a title above the names", "Sales\ntime,value\n2024-01-01,1\n"],
    ["a name twice", "time,value,value\n2024-01-01,1,2\n"],
    ["a column without a name", "time,,value\n2024-01-01,1,2\n"],
    ["names in quotes", '"time","value"\n2024-01-01,1\n'],
    ["no rows", "time,value\n"],
    ["units below the names", "time,value\n(UTC),(EUR)\n2024-01-01,1\n"],
    ["a wider row", "time,value\n2024-01-01,1,5\n"],
    ["a quote of another kind", "time,value,shop\n2024-01-01,1,'a,b'\n"],
    ["quotes that are escaped", 'time,value,shop\n2024-01-01,1,"a\\",b"\n'],
    ["what a person decided", "time,value\n2024-01-01,1\n", { header: "none" }],
  ];
  for (const [name, text, options] of cases) {
    await t.step(name, () => assertEquals(told(text, options), null));
  }
});

Deno.test("openTable() opens a file of expected names as it was written", async () => {
  const text = fc.stringMatching(/^[a-z,;|\t" \n0-9]{0,12}$/);
  const rows = fc.array(fc.tuple(fc.integer(), text), { minLength: 2, maxLength: 20 });
  const delimiter = fc.constantFrom(",", ";", "\t", "|");
  await fc.assert(fc.asyncProperty(delimiter, rows, async (delimiter, rows) => {
    const names = ["note", "time", "value"];
    const lines = rows.map(([value, note]) => {
      // Quotes around every text: it may hold any sign.
      return [`"${note.replaceAll('"', '""')}"`, "2024-01-01", value].join(delimiter);
    });
    const bytes = encoder.encode([names.join(delimiter), ...lines].join("\n"));
    const table = await openTable(sourceOf(bytes), {}, (found) => found.includes("time"));
    assertEquals(table.dialect, { delimiter, quote: '"', escape: "double" });
    assertEquals([table.layout.names, table.layout.skipRows, table.layout.width], [names, 1, 3]);
  }));
});
