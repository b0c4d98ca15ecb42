import { deepStrictEqual as assertEquals, match, ok, rejects } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { AppError } from "@/lib/errors.ts";
import { openFormat } from "@/lib/read/formats/open.ts";
import { makeWorkbook, rowXml } from "../../../fixtures/formats/workbook.ts";
import { readAll, sourceOf } from "./reading.ts";

const WORKBOOK = makeWorkbook({
  texts: ["x"],
  formats: [14],
  sheets: [{
    name: "Sheet1",
    rows: rowXml(1, ["name", "n"]) + rowXml(2, ["a", 1]) +
      '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>46023</v></c></row>',
  }],
});

const PARQUET = new Uint8Array(parquetWriteBuffer({
  columnData: [
    { name: "id", data: [1n, 2n, null], type: "INT64" },
    { name: "text", data: ["a", "b", "b"], type: "STRING" },
  ],
}));

const text = (content: string) => new TextEncoder().encode(content);

const FILES: readonly (readonly [string, Uint8Array])[] = [
  ["a.json", text('[{"a":1,"b":{"c":[1,"x"]}},\n{"a":2.5e3,"b":null,"d":"\\u00e9"}]')],
  ["a.ndjson", text('{"a":1,"b":"x"}\n{"a":2,"b":"é"}\n[1]\n')],
  ["a.csv.gz", new Uint8Array(gzipSync("a,b\n1,2\n3,4\n"))],
  ["a.xlsx", WORKBOOK],
  ["a.parquet", PARQUET],
];

Deno.test("openFormat() passes the bytes of CSV on as they are", async () => {
  const bytes = Uint8Array.of(0x61, 0x3b, 0xe9, 0x0d, 0x00, 0x0a);
  const opened = await openFormat(sourceOf(bytes), "a.csv");
  assertEquals([opened.format, opened.canonical, opened.compression], ["csv", false, null]);
  const pieces = await Array.fromAsync(opened.pieces());
  assertEquals(pieces, [{ type: "bytes", bytes }]);
});

Deno.test("openFormat() reads by content and tells a name that disagrees", async () => {
  const reading = await readAll(WORKBOOK, "a.csv");
  assertEquals(reading.format, "xlsx");
  match(reading.warnings[0], /The name "a.csv" says CSV, the bytes are XLSX/);
  assertEquals((await readAll('{"a":1}\n', "a.csv", { format: "csv" })).text, '{"a":1}\n');
});

Deno.test("openFormat() reads gzip around every format", async () => {
  for (const [name, bytes] of FILES.filter(([name]) => !name.endsWith(".gz"))) {
    const plain = await readAll(bytes, name);
    const zipped = await readAll(new Uint8Array(gzipSync(bytes)), `${name}.gz`);
    assertEquals(zipped, plain);
  }
});

Deno.test("openFormat() gives the same pieces again, after a reading that was given up too", async () => {
  for (const [name, bytes] of FILES) {
    const opened = await openFormat(sourceOf(bytes, 7), name);
    for await (const piece of opened.pieces()) {
      if (piece.type === "bytes") break;
    }
    const first = await Array.fromAsync(opened.pieces());
    assertEquals(await Array.fromAsync(opened.pieces()), first);
  }
});

Deno.test("openFormat() gives the rows or a refusal for any damage, and nothing else", async (t) => {
  for (const [name, bytes] of FILES) {
    await t.step(name, async () => {
      const damage = fc.record({
        keep: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
        changes: fc.array(
          fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })),
          { maxLength: 6 },
        ),
      });
      await fc.assert(
        fc.asyncProperty(damage, async ({ keep, changes }) => {
          const damaged = Uint8Array.from(bytes);
          for (const [at, byte] of changes) damaged[at] = byte;
          const cut = damaged.subarray(0, Math.floor(bytes.length * keep));
          await readAll(cut, name).then(
            ({ text }) => ok(typeof text === "string"),
            (error) => {
              if (!(error instanceof AppError)) throw error;
            },
          );
        }),
        { numRuns: 300, seed: 11 },
      );
    });
  }
});

Deno.test("openFormat() refuses an empty file, gzip of nothing, and a file of one mark", async () => {
  await rejects(readAll("", "a.csv"), { code: "EMPTY_FILE" });
  await rejects(readAll(new Uint8Array(gzipSync("")), "a.csv.gz"), { code: "EMPTY_FILE" });
  await rejects(readAll("[", "a.json"), { code: "BAD_FILE" });
  await rejects(readAll("{", "a.json"), { code: "BAD_FILE" });
});
