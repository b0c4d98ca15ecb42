import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { encodingOf, isUtf8, Utf8Reader } from "@/lib/read/csv/encoding.ts";
import { sourceOf } from "@/tests/helpers/read_text.ts";

async function decode(bytes: Uint8Array, chunkBytes: number) {
  const reader = new Utf8Reader("utf-8", 0);
  const pieces: number[] = [];
  for await (const chunk of reader.read(sourceOf(bytes, chunkBytes))) pieces.push(...chunk);
  return {
    text: new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(pieces)),
    reader,
  };
}

Deno.test("Utf8Reader passes characters that chunks cut apart", async () => {
  const text = "a€😀é\nzß\n";
  const bytes = new TextEncoder().encode(text);
  for (let chunkBytes = 1; chunkBytes < 9; chunkBytes++) {
    const { text: decoded, reader } = await decode(bytes, chunkBytes);
    assertEquals(decoded, text);
    assertEquals(reader.encoding, "utf-8");
  }
});

Deno.test("Utf8Reader reads lines that are not UTF-8 as Windows-1252", async () => {
  // 0x80 is the euro sign there, 0xe9 an é, at the very end too.
  const bytes = Uint8Array.of(0x80, 10, 0x61, 0xe9);
  for (let chunkBytes = 1; chunkBytes < 5; chunkBytes++) {
    const { text, reader } = await decode(bytes, chunkBytes);
    assertEquals(text, "€\naé");
    assertEquals(reader.encoding, "windows-1252");
  }
});

Deno.test("isUtf8() agrees with a strict decoder", () => {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const interesting = [
    0x00,
    0x7f,
    0x80,
    0x9f,
    0xa0,
    0xbf,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
  ];
  for (const a of interesting) {
    for (const b of interesting) {
      for (const c of interesting) {
        for (const d of interesting) {
          const bytes = Uint8Array.of(a, b, c, d);
          let valid = true;
          try {
            strict.decode(bytes);
          } catch {
            valid = false;
          }
          assertEquals([bytes, isUtf8(bytes, 0, 4)], [bytes, valid]);
        }
      }
    }
  }
});

Deno.test("encodingOf() tells the encoding by mark and by NULs", () => {
  assertEquals(encodingOf(Uint8Array.of(0xef, 0xbb, 0xbf, 97)).markBytes, 3);
  assertEquals(encodingOf(Uint8Array.of(0xff, 0xfe, 97, 0)).label, "utf-16le");
  assertEquals(encodingOf(Uint8Array.of(97, 0, 44, 0, 98, 0)).label, "utf-16le");
  assertEquals(encodingOf(Uint8Array.of(0, 97, 0, 44, 0, 98)).label, "utf-16be");
  assertEquals(encodingOf(Uint8Array.of(97, 44, 98)).label, "utf-8");
});
