import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { sha256 } from "@/lib/crypto/sha256.ts";

Deno.test("sha256() gives the digests of the standard's examples", () => {
  // FIPS 180-4 examples, SHA256.pdf: "abc", and 448 bits.
  assertEquals(
    sha256("abc").toHex(),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assertEquals(
    sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").toHex(),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});

Deno.test("sha256() agrees with the platform's at every length and for any text", () => {
  const platform = (text: string) => createHash("sha256").update(text).digest("hex");
  for (let length = 0; length < 300; length++) {
    const text = "x".repeat(length);
    assertEquals(sha256(text).toHex(), platform(text));
  }
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 2000 }), (text) => {
    assertEquals(sha256(text).toHex(), platform(text));
  }));
});
