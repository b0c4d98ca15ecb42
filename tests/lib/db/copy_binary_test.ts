import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { BinaryCopyWriter } from "@/lib/db/copy_binary.ts";

/** The bytes of one value, without the file's head (19 bytes) and its row's (2). */
function bytesOf(write: (writer: BinaryCopyWriter) => void): string {
  const writer = new BinaryCopyWriter(1);
  writer.startRow();
  write(writer);
  return hex(writer.take().subarray(21));
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

Deno.test("BinaryCopyWriter writes values as Postgres' send functions do", async (t) => {
  // A length of four bytes, then the value; -1 is the length of null. A numeric has
  // the count of its digits (base 10,000), the first one's weight, sign, digits shown.
  const cases: [string, (writer: BinaryCopyWriter) => void, string][] = [
    ["null", (writer) => writer.null(), "ffffffff"],
    ["an integer", (writer) => writer.integer(258), "00000008" + "0000000000000102"],
    ["a negative one", (writer) => writer.integer(-2), "00000008" + "fffffffffffffffe"],
    ["2^32 + 1", (writer) => writer.integer(4294967297), "00000008" + "0000000100000001"],
    ["a float", (writer) => writer.float(-1), "00000008" + "bff0000000000000"],
    ["true", (writer) => writer.boolean(true), "00000001" + "01"],
    ["2000-01-02", (writer) => writer.date(10958), "00000004" + "00000001"],
    ["1999-12-31", (writer) => writer.date(10956), "00000004" + "ffffffff"],
    ["a time", (writer) => writer.time(1), "00000008" + "0000000000000001"],
    [
      "a second before 2000",
      (writer) => writer.timestamp(946684799000000),
      // -1,000,000 is ...fff0bdc0.
      "00000008" + "fffffffffff0bdc0",
    ],
    [
      "12345.67",
      (writer) => writer.decimal(1234567, 2),
      // 1 | 2345 . 6700: three digits from weight 1, two shown.
      "0000000e" + "0003" + "0001" + "0000" + "0002" + "0001" + "0929" + "1a2c",
    ],
    [
      "-0.05 as text",
      (writer) => writer.decimalText("-0.05"),
      "0000000c" + "0002" + "0000" + "4000" + "0002" + "0000" + "01f4",
    ],
    ["a text", (writer) => writer.string("é"), "00000002" + "c3a9"],
    ["part of bytes", (w) => w.text(Uint8Array.of(65, 66, 67, 68), 1, 3), "00000002" + "4243"],
  ];
  for (const [name, write, expected] of cases) {
    await t.step(name, () => assertEquals(bytesOf(write), expected));
  }
});

Deno.test("BinaryCopyWriter grows for a value longer than its buffer", () => {
  const writer = new BinaryCopyWriter(1, { chunkBytes: 64 });
  const long = new Uint8Array(10_000).fill(65);
  writer.startRow();
  writer.text(long, 0, long.length);
  const chunk = writer.take();
  assertEquals(chunk.length, 19 + 2 + 4 + 10_000);
  assertEquals(hex(chunk.subarray(25)), "41".repeat(10_000));
});

Deno.test("BinaryCopyWriter.take() leaves a chunk alone until it is recycled", () => {
  const writer = new BinaryCopyWriter(1, { chunkBytes: 32 });
  writer.startRow();
  writer.integer(1);
  const chunk = writer.take();
  const before = hex(chunk);
  writer.startRow();
  writer.integer(2);
  assertEquals(hex(chunk), before);
  writer.recycle(chunk);
  assertEquals(hex(writer.finish()), "0001" + "00000008" + "0000000000000002" + "ffff");
});

Deno.test("BinaryCopyWriter.decimalText() refuses what is no plain decimal", () => {
  for (const text of ["", ".", "1e5", "1,000", "abc", "- 1"]) {
    const writer = new BinaryCopyWriter(1);
    assertThrows(() => writer.decimalText(text), RangeError);
  }
});
