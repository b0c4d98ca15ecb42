import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { eachValue, type Keys, KeyWriter, LONGEST_KEY } from "@/lib/workspace/tables/key_bytes.ts";

/** An array as Postgres sends it: a header of 20 bytes, then each value behind its length. */
function arrayOf(values: readonly (Uint8Array | null)[]): Uint8Array {
  const size = values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 20);
  const array = new Uint8Array(size);
  const view = new DataView(array.buffer);
  view.setUint32(12, values.length);
  let at = 20;
  for (const value of values) {
    view.setInt32(at, value?.length ?? -1);
    array.set(value ?? [], at + 4);
    at += 4 + (value?.length ?? 0);
  }
  return array;
}

function integer(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value));
  return bytes;
}

function float(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

/** Hexadecimal digits compare as their bytes do. */
function keysIn({ length, bytes, starts }: Keys): string[] {
  return Array.from(
    { length },
    (_, row) => bytes.slice(starts[row], starts[row + 1]).toHex(),
  );
}

Deno.test("eachValue() tells where each value is, and -1 where there is none", () => {
  const told: (readonly number[])[] = [];
  const count = eachValue(
    arrayOf([Uint8Array.of(7), null, Uint8Array.of(8, 9)]),
    (index, at, length) => told.push([index, at, length]),
  );
  // 20 bytes of header and 4 of length; then 1 + 4, then 0 + 4.
  assertEquals([count, told], [3, [[0, 24, 1], [1, 29, -1], [2, 33, 2]]]);
  assertEquals(eachValue(new Uint8Array(12), () => {}), 0);
});

Deno.test("KeyWriter gives keys in the order of their values", async (t) => {
  const cases = [
    ["integer", [-300, -1, 0, 1, 256].map(integer)],
    ["float", [-Infinity, -2.5, -1e-300, 0, 1e-300, 2.5, Infinity, NaN].map(float)],
  ] as const;
  for (const [type, ascending] of cases) {
    await t.step(type, () => {
      const writer = new KeyWriter(type, ascending.length);
      assertEquals(writer.add(arrayOf(ascending)), true);
      const keys = writer.keys();
      const written = keys === null ? [] : keysIn(keys);
      assertEquals(new Set(written).size, ascending.length);
      assertEquals(written, written.toSorted());
    });
  }
});

Deno.test("KeyWriter takes rows in slices, and marks those without a value", () => {
  const writer = new KeyWriter("text", 3);
  const text = new TextEncoder();
  writer.add(arrayOf([text.encode("b"), null]));
  assertEquals(writer.keys(), null);
  writer.add(arrayOf([text.encode("ab")]));
  const keys = writer.keys();
  // "b" is 62, "ab" 6162.
  assertEquals(keys === null ? null : keysIn(keys), ["62", "", "6162"]);
  assertEquals(keys?.nulls, Uint8Array.of(0, 1, 0));
});

Deno.test("KeyWriter gives up on texts that nobody sorts by, and on more rows than it was told of", () => {
  const long = new KeyWriter("text", 1);
  assertEquals(long.add(arrayOf([new Uint8Array(LONGEST_KEY + 1)])), false);
  assertEquals(long.keys(), null);
  const many = new KeyWriter("integer", 1);
  assertEquals(many.add(arrayOf([integer(1), integer(2)])), false);
  assertEquals(many.keys(), null);
});
