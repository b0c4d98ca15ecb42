import {
  deepStrictEqual as assertEquals,
  notDeepStrictEqual as assertDiffers,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import { createSealer, sealedKeyId, sealingKey } from "@/lib/crypto/sealing.ts";

const CHUNK = 256 * 1024;
const HEADER = 56;

const KEY = sealingKey(new Uint8Array(32).fill(7));
const OTHER = sealingKey(new Uint8Array(32).fill(8));

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.slice(at, at + size));
  }
}

/** Whether two arrays hold the same: a comparison that tells differences takes minutes. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function countedBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => at % 251);
}

Deno.test("createSealer opens what it sealed, however its bytes come", async () => {
  const sealer = createSealer([KEY]);
  for (const length of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]) {
    const plain = countedBytes(length);
    const sealed = await gather(sealer.seal(pieces(plain, 100_000)));
    // A header, and a tag of 16 bytes for each chunk begun, at least one.
    assertEquals(sealed.length, HEADER + length + 16 * Math.max(1, Math.ceil(length / CHUNK)));
    assert(isSame(await gather(sealer.open(pieces(sealed, 77_777))), plain));
  }
});

Deno.test("createSealer shows nothing of the bytes, and seals the same bytes otherwise each time", async () => {
  const sealer = createSealer([KEY]);
  const plain = new TextEncoder().encode("time,value\n".repeat(100));
  const [one, other] = await Promise.all([1, 2].map(() => gather(sealer.seal(pieces(plain, 64)))));
  assertDiffers(one, other);
  assert(!new TextDecoder("latin1").decode(one).includes("value"));
});

Deno.test("createSealer refuses bytes that were changed, moved, left out, added or cut off", async () => {
  const sealer = createSealer([KEY]);
  const sealed = await gather(sealer.seal(pieces(countedBytes(2 * CHUNK + 5), CHUNK)));
  const first = sealed.slice(HEADER, HEADER + CHUNK + 16);
  const second = sealed.slice(HEADER + CHUNK + 16, HEADER + 2 * (CHUNK + 16));
  const last = sealed.slice(HEADER + 2 * (CHUNK + 16));
  const header = sealed.slice(0, HEADER);
  const changed = (at: number) => sealed.with(at, sealed[at] ^ 1);
  const wrong: readonly (readonly Uint8Array[])[] = [
    [changed(0)],
    [changed(30)],
    [changed(HEADER + 3)],
    [changed(sealed.length - 1)],
    [header, second, first, last],
    [header, first, last],
    [header, first, second],
    [header],
    [sealed.slice(0, 20)],
    [sealed, last],
    [],
  ];
  for (const parts of wrong) {
    const stream = (async function* () {
      for (const part of parts) yield await Promise.resolve(part);
    })();
    await assertRejects(gather(sealer.open(stream)), { code: "BAD_FILE" });
  }
});

Deno.test("createSealer opens what an older key sealed, and names one that it has not", async () => {
  const sealed = await gather(createSealer([KEY]).seal(pieces(countedBytes(9), 9)));
  assertEquals(sealedKeyId(sealed), KEY.id);
  assertEquals(await gather(createSealer([OTHER, KEY]).open(pieces(sealed, 9))), countedBytes(9));
  await assertRejects(gather(createSealer([OTHER]).open(pieces(sealed, 9))), {
    code: "BAD_SETTING",
    message: new RegExp(`none named ${KEY.id}$`),
  });
});

Deno.test("sealingKey takes 32 bytes, and a name that tells nothing of them", () => {
  assertDiffers(KEY.id, OTHER.id);
  assertEquals(KEY.id.length, 16);
  for (const length of [0, 31, 33]) {
    try {
      sealingKey(new Uint8Array(length));
      assert(false);
    } catch (error) {
      assertEquals((error as { readonly code: string }).code, "BAD_SETTING");
    }
  }
});
