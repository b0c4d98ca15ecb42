import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { writeUtf8 } from "@/lib/utf8.ts";

Deno.test("writeUtf8() writes what the platform does, from where it is told", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 100 }),
    fc.string({ unit: "grapheme", maxLength: 100 }),
    fc.string({ unit: fc.constantFrom("a", "€", "\ud800"), maxLength: 5 }),
  );
  fc.assert(fc.property(text, fc.nat({ max: 9 }), (text, start) => {
    const target = new Uint8Array(start + 3 * text.length).fill(1);
    const length = writeUtf8(text, target, start);
    assertEquals(target.slice(0, start), new Uint8Array(start).fill(1));
    assertEquals(target.slice(start, start + length), new TextEncoder().encode(text));
  }));
});
