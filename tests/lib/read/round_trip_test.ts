import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { readText } from "@/tests/helpers/read_text.ts";

/** A table as somebody would write it, and the dialect to write it in. */
interface Written {
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
  readonly quote: string;
  readonly lineEnd: string;
  readonly quoteAll: boolean;
  readonly lastLineEnd: boolean;
  readonly mark: boolean;
  readonly chunkBytes: number;
}

const SIGNS = [
  "a",
  "b",
  "Z",
  "é",
  "€",
  "😀",
  " ",
  ",",
  ";",
  "\t",
  "|",
  '"',
  "'",
  "\n",
  "\r\n",
  "#",
  "-",
  "7",
  ".",
];

/** Texts that begin and end with a letter, so that they are no number and have nothing to trim. */
const text = fc.array(fc.constantFrom(...SIGNS), { maxLength: 12 })
  .map((signs) => `w${signs.join("")}w`);

const written: fc.Arbitrary<Written> = fc.record({
  rows: fc.integer({ min: 2, max: 6 }).chain((width) =>
    fc.array(fc.array(text, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 12,
    })
  ),
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  quote: fc.constantFrom('"', "'"),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  quoteAll: fc.boolean(),
  lastLineEnd: fc.boolean(),
  mark: fc.boolean(),
  chunkBytes: fc.integer({ min: 1, max: 300 }),
});

function write({ rows, delimiter, quote, lineEnd, quoteAll, lastLineEnd, mark }: Written): string {
  const field = (value: string) => {
    const special = value.includes(delimiter) || value.includes(quote) || /[\r\n]/.test(value);
    return quoteAll || special ? quote + value.replaceAll(quote, quote + quote) + quote : value;
  };
  const header = rows[0].map((_, index) => `name${index}`);
  const lines = [header, ...rows].map((row) => row.map(field).join(delimiter));
  return (mark ? "\ufeff" : "") + lines.join(lineEnd) + (lastLineEnd ? lineEnd : "");
}

Deno.test("readBatches() reads back every table in every dialect it is told", async () => {
  await fc.assert(
    fc.asyncProperty(written, async (table) => {
      const { delimiter, quote } = table;
      const { facts, rows } = await readText(
        write(table),
        { delimiter, quote, header: 1 },
        table.chunkBytes,
      );
      assertEquals(rows, table.rows);
      assertEquals(facts.rejected, 0);
    }),
    { numRuns: 300 },
  );
});

Deno.test("readBatches() tells the dialect of plain tables by itself", async () => {
  const plain = fc.record({
    rows: fc.array(
      fc.tuple(
        fc.integer({ min: -1e9, max: 1e9 }).map(String),
        fc.constantFrom("red", "green", "blue", "dark blue"),
        fc.integer({ min: 0, max: 99999 }).map((cents) => (cents / 100).toFixed(2)),
      ),
      { minLength: 3, maxLength: 40 },
    ),
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  });
  await fc.assert(
    fc.asyncProperty(plain, async ({ rows, delimiter, lineEnd }) => {
      const lines = [["id", "colour", "price"], ...rows].map((row) => row.join(delimiter));
      const { facts, rows: read } = await readText(lines.join(lineEnd) + lineEnd);
      assertEquals(facts.names, ["id", "colour", "price"]);
      assertEquals(facts.delimiter, delimiter);
      assertEquals(read.length, rows.length);
      assertEquals(read.map((row) => Number(row[2])), rows.map((row) => Number(row[2])));
    }),
    { numRuns: 150 },
  );
});

Deno.test("readBatches() ends on any bytes, with rows or a refusal", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.array(fc.constantFrom(..."\",;\n\r\\'\t ab1.5-/:$%()\u0000"), { maxLength: 200 })
      .map((signs) => new TextEncoder().encode(signs.join(""))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 64 }), async (file, chunkBytes) => {
      const read = await readText(file, {}, chunkBytes).catch((error) => {
        if (error?.name !== "AppError") throw error;
        return null;
      });
      if (read === null) return;
      assertEquals(read.rows.length, read.facts.rows - read.facts.rejected_rows);
      assertEquals(read.lines.every((line, i) => i === 0 || line > read.lines[i - 1]), true);
    }),
    { numRuns: 500 },
  );
});

Deno.test("readBatches() decides alike whatever part of the file comes first", async () => {
  const values = fc.array(
    fc.constantFrom(
      "1",
      "2.5",
      "1,234",
      "x",
      "NA",
      "2024-01-31",
      "13/01/2024",
      "yes",
      "0012",
      "$3",
    ),
    { minLength: 1, maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(values, async (column) => {
      const file = (order: readonly string[]) =>
        `w,v\n${order.map((value) => `"word","${value}"\n`).join("")}`;
      const there = await readText(file(column), { header: 1 });
      const back = await readText(file(column.toReversed()), { header: 1 });
      assertEquals(there.facts.types, back.facts.types);
      assertEquals(there.rows, back.rows.toReversed());
    }),
    { numRuns: 200 },
  );
});
