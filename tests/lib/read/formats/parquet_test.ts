import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { parquetWriteBuffer } from "hyparquet-writer";
import fc from "fast-check";
import { AppError } from "@/lib/errors.ts";
import { parseCanonical, readAll, typesOf } from "./reading.ts";

const refusal = (code: string, pattern: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === code && pattern.test(error.message);

type Written = Parameters<typeof parquetWriteBuffer>[0];

function fileOf(written: Written): Uint8Array {
  return new Uint8Array(parquetWriteBuffer(written));
}

Deno.test("readParquet() reads flat columns with their types, over several row groups", async () => {
  const bytes = fileOf({
    rowGroupSize: 2,
    columnData: [
      { name: "id", data: [9007199254740993n, -1n, null], type: "INT64" },
      { name: "small", data: [1, null, -3], type: "INT32" },
      { name: "ratio", data: [0.1, 1e-7, null], type: "DOUBLE" },
      { name: "single", data: [0.1, 2.5, null], type: "FLOAT" },
      { name: "yes", data: [true, false, null], type: "BOOLEAN" },
      { name: "text", data: ['a,"b"', "", null], type: "STRING" },
      {
        name: "at",
        data: [new Date("2026-01-01T10:00:00.500Z"), new Date("1969-12-31T23:59:59Z"), null],
        type: "TIMESTAMP",
      },
    ],
  });
  const reading = await readAll(bytes, "a.parquet");
  assertEquals(
    reading.text,
    "line,id,small,ratio,single,yes,text,at\n" +
      '1,9007199254740993,1,0.1,0.1,true,"a,""b""",2026-01-01T10:00:00.5Z\n' +
      '2,-1,,0.0000001,2.5,false,"",1969-12-31T23:59:59Z\n' +
      "3,,-3,,,,,\n",
  );
  assertEquals(typesOf(reading), {
    id: null,
    small: "integer",
    ratio: "float",
    single: "float",
    yes: "boolean",
    text: null,
    at: "timestamp",
  });
});

Deno.test("readParquet() declares integers that doubles hold, by the statistics", async () => {
  const bytes = fileOf({
    columnData: [
      { name: "safe", data: [2n ** 53n - 1n, -5n], type: "INT64" },
      { name: "code", data: [2n ** 53n + 1n, 1n], type: "INT64" },
      { name: "unknown", data: [1n, 2n], type: "INT64", statistics: false },
    ],
  });
  assertEquals(typesOf(await readAll(bytes, "a.parquet")), {
    safe: "integer",
    code: null,
    unknown: null,
  });
});

Deno.test("readParquet() keeps decimals, dates and nanoseconds exact", async () => {
  const bytes = fileOf({
    columnData: [
      { name: "price", data: [1.1, -0.05, 1234567.89] },
      {
        name: "day",
        data: [new Date("2026-02-28"), new Date("1900-01-01"), new Date("2000-02-29")],
      },
      { name: "at", data: [1767225600123456789n, 0n, -1n] },
      { name: "time", data: [43_200_000_001n, 0n, 1_000_000n] },
      { name: "big", data: [18446744073709551615n - 1n, 0n, 1n] },
    ],
    schema: [
      { name: "root", num_children: 5 },
      {
        name: "price",
        type: "INT64",
        converted_type: "DECIMAL",
        scale: 2,
        precision: 18,
        repetition_type: "REQUIRED",
      },
      { name: "day", type: "INT32", converted_type: "DATE", repetition_type: "REQUIRED" },
      {
        name: "at",
        type: "INT64",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "NANOS" },
        repetition_type: "REQUIRED",
      },
      { name: "time", type: "INT64", converted_type: "TIME_MICROS", repetition_type: "REQUIRED" },
      { name: "big", type: "INT64", converted_type: "UINT_64", repetition_type: "REQUIRED" },
    ],
  });
  const reading = await readAll(bytes, "a.parquet");
  // 1767225600 seconds are 2026-01-01T00:00:00Z.
  assertEquals(
    reading.text,
    "line,price,day,at,time,big\n" +
      "1,1.10,2026-02-28,2026-01-01T00:00:00.123456789,12:00:00.000001,18446744073709551614\n" +
      "2,-0.05,1900-01-01,1970-01-01T00:00:00,00:00:00,0\n" +
      "3,1234567.89,2000-02-29,1969-12-31T23:59:59.999999999,00:00:01,1\n",
  );
});

Deno.test("readParquet() reads NaN as nothing and rejects infinity, but not such texts", async () => {
  const bytes = fileOf({
    columnData: [
      { name: "x", data: [NaN, Infinity, 1], type: "DOUBLE" },
      { name: "text", data: ["NaN", "Infinity", "x"], type: "STRING" },
    ],
  });
  const reading = await readAll(bytes, "a.parquet");
  assertEquals(reading.text, "line,x,text\n1,,NaN\n2,,Infinity\n3,1,x\n");
  assertEquals(reading.rejections.map(({ line, column, value }) => [line, column, value]), [
    [2, "x", "Infinity"],
  ]);
  assertEquals(reading.warnings, ["1 values are NaN and were read as nothing"]);
});

Deno.test("readParquet() writes lists and structures as JSON text", async () => {
  const bytes = fileOf({
    columnData: [
      { name: "tags", data: [["a", "b"], [], null] },
      { name: "place", data: [{ city: "Bonn", zip: 53111n }, null, { city: null, zip: 1n }] },
    ],
    schema: [
      { name: "root", num_children: 2 },
      { name: "tags", repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", repetition_type: "OPTIONAL", type: "BYTE_ARRAY", converted_type: "UTF8" },
      { name: "place", repetition_type: "OPTIONAL", num_children: 2 },
      { name: "city", repetition_type: "OPTIONAL", type: "BYTE_ARRAY", converted_type: "UTF8" },
      { name: "zip", repetition_type: "OPTIONAL", type: "INT64" },
    ],
  });
  const reading = await readAll(bytes, "a.parquet");
  assertEquals(
    reading.text,
    "line,tags,place\n" +
      '1,"[""a"",""b""]","{""city"":""Bonn"",""zip"":53111}"\n' +
      "2,[],\n" +
      '3,,"{""city"":null,""zip"":1}"\n',
  );
  assertEquals(reading.decisions.map(({ what }) => what), ["nested columns"]);
});

Deno.test("readParquet() shows bytes that are no text in hexadecimal", async () => {
  const bytes = fileOf({
    columnData: [
      {
        name: "raw",
        data: [Uint8Array.of(0xff, 0), new TextEncoder().encode("é")],
        type: "BYTE_ARRAY",
      },
      {
        name: "key",
        data: ["00112233-4455-6677-8899-aabbccddeeff", "00000000-0000-0000-0000-000000000001"],
        type: "UUID",
      },
    ],
  });
  assertEquals(
    (await readAll(bytes, "a.parquet")).text,
    "line,raw,key\n" +
      "1,\\xff00,00112233-4455-6677-8899-aabbccddeeff\n" +
      "2,é,00000000-0000-0000-0000-000000000001\n",
  );
});

Deno.test("readParquet() refuses a cut, damaged or oversized file", async (t) => {
  const numbers = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 5003);
  const whole = fileOf({ columnData: [{ name: "n", data: numbers, type: "INT32" }] });
  await t.step("cut", async () => {
    await rejects(
      readAll(whole.subarray(0, whole.length - 20), "a.parquet"),
      refusal("BAD_FILE", /must be whole/),
    );
  });
  await t.step("damaged", async () => {
    // Every tenth byte between the magic number and the footer is turned around.
    const damaged = whole.map((byte, i) => i > 3 && i < 15_000 && i % 10 === 0 ? byte ^ 255 : byte);
    await rejects(readAll(damaged, "a.parquet"), (error) => error instanceof AppError);
  });
  await t.step("too large to hold", async () => {
    const limits = { heldBytes: 1000 };
    await rejects(
      readAll(whole, "a.parquet", { limits }),
      refusal("FILE_TOO_LARGE", /must fit 1000 bytes/),
    );
  });
  await t.step("whole", async () => ok((await readAll(whole, "a.parquet")).text.length > 5000));
});

Deno.test("readParquet() gives back the values that were written", async () => {
  const row = fc.tuple(
    fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.option(fc.string({ unit: "grapheme" })),
    fc.option(fc.boolean()),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 12 }),
      async (rows, rowGroupSize) => {
        const bytes = fileOf({
          rowGroupSize,
          columnData: [
            { name: "a", data: rows.map((each) => each[0]), type: "INT64" },
            { name: "b", data: rows.map((each) => each[1]), type: "DOUBLE" },
            { name: "c", data: rows.map((each) => each[2]), type: "STRING" },
            { name: "d", data: rows.map((each) => each[3]), type: "BOOLEAN" },
          ],
        });
        const [, ...read] = parseCanonical((await readAll(bytes, "a.parquet")).text);
        assertEquals(
          read.map(({ fields: [a, b, c, d] }) => [a, b === null ? null : Number(b) + 0, c, d]),
          rows.map(([a, b, c, d]) => [
            a === null ? null : String(a),
            b === null ? null : b + 0,
            c,
            d === null ? null : String(d),
          ]),
        );
      },
    ),
    { numRuns: 100, seed: 5 },
  );
});

Deno.test("readParquet() refuses pages that lie, rather than decode them for ever", async () => {
  const texts = Array.from({ length: 300 }, (_, i) => `text ${i % 7}`);
  const whole = fileOf({ columnData: [{ name: "t", data: texts, type: "STRING" }] });
  const reading = await readAll(whole, "a.parquet");
  // Whatever one byte near a page's header becomes, the file is read or refused, and at once.
  for (let at = 4; at < 60; at++) {
    for (const byte of [0, 1, 0x7f, 0x80, 0xff]) {
      const damaged = Uint8Array.from(whole);
      damaged[at] = byte;
      await readAll(damaged, "a.parquet").then(
        ({ text }) => ok(text.startsWith(reading.text.slice(0, 7))),
        (error) => ok(error instanceof AppError),
      );
    }
  }
});
