/**
 * Bytes that lie on a disk: sealed with AES-256-GCM in chunks, the name of the key beside them.
 *
 * What is sealed begins with a mark, the key's name and 32 random bytes; from these and the key
 * comes a key for these bytes alone, so that counted nonces never meet twice. Each chunk's nonce is
 * its number and whether it is the last: a chunk that is changed, moved, left out or cut off does
 * not open. Names, times and digests of what is sealed are their owner's to keep.
 *
 * Source: NIST SP 800-38D; RFC 5869; Hoang et al., "Online Authenticated-Encryption and its
 * Nonce-Reuse Misuse-Resistance" (2015), STREAM.
 * Cost: O(bytes) time, memory of two chunks.
 *
 * @module
 */
import { createHash, createHmac, hkdfSync, type Hmac } from "node:crypto";
import { AppError } from "@/lib/errors.ts";

/** A key with the name that sealed bytes carry. */
export interface SealingKey {
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** 32 bytes, random. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Seals with the first key, and opens what any of the keys sealed. */
export interface Sealer {
  /** The name of the key that seals. */
  readonly keyId: string;
  /** Begins a digest that tells nothing of short texts to who has not the key. */
  digest(): Hmac;
  seal(plain: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>>;
  /** @throws AppError BAD_FILE where the bytes are not what was sealed, BAD_SETTING without the key */
  open(sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** A key has so many bytes, as AES-256 takes. */
export const KEY_BYTES = 32;

const MARK = new TextEncoder().encode("DAYBOOK1");
const ID_CHARACTERS = 16;
const SALT_BYTES = 32;
/** So many bytes say which key has sealed what follows. */
export const SEALED_HEAD_BYTES = MARK.length + ID_CHARACTERS + SALT_BYTES;
const CHUNK_BYTES = 256 * 1024;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const PURPOSE = new TextEncoder().encode("daybook sealed bytes");

/** Names a key by what does not tell it. @throws AppError BAD_SETTING for another length */
export function sealingKey(bytes: Uint8Array): SealingKey {
  if (bytes.byteLength !== KEY_BYTES) {
    throw new AppError(
      "BAD_SETTING",
      `Cannot seal bytes as a key must have ${KEY_BYTES} bytes: current value has ${bytes.byteLength}`,
    );
  }
  const id = createHash("sha256").update("daybook key id").update(bytes).digest("hex");
  return { id: id.slice(0, ID_CHARACTERS), bytes: Uint8Array.from(bytes) };
}

/** Makes what seals and opens. */
export function createSealer(keys: readonly [SealingKey, ...SealingKey[]]): Sealer {
  const [first] = keys;
  return {
    keyId: first.id,

    digest: () => createHmac("sha256", first.bytes),

    async *seal(plain) {
      const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
      const header = join([MARK, new TextEncoder().encode(first.id), salt]);
      const key = await keyOf(first, salt);
      for await (const { bytes, number, isLast } of cut(plain, CHUNK_BYTES)) {
        const way = wayOf(header, number, isLast);
        const sealed = new Uint8Array(await crypto.subtle.encrypt(way, key, bytes));
        yield number === 0 ? join([header, sealed]) : sealed;
      }
    },

    async *open(sealed) {
      const reader = new ByteReader(sealed);
      const header = await reader.take(SEALED_HEAD_BYTES);
      const key = await findKey(keys, header);
      for await (const { bytes, number, isLast } of cut(reader.rest(), CHUNK_BYTES + TAG_BYTES)) {
        const way = wayOf(header, number, isLast);
        const plain = await crypto.subtle.decrypt(way, key, bytes).catch(() => {
          throw refuseBytes();
        });
        yield new Uint8Array(plain);
      }
    },
  };
}

/** The key for bytes with this header. */
async function findKey(keys: readonly SealingKey[], header: Uint8Array): Promise<CryptoKey> {
  const id = sealedKeyId(header);
  if (id === null) throw refuseBytes();
  const found = keys.find((key) => key.id === id);
  if (found !== undefined) return await keyOf(found, header.slice(MARK.length + ID_CHARACTERS));
  throw new AppError(
    "BAD_SETTING",
    `Cannot open what was sealed as its key must be among those of APP_ENCRYPTION_KEY: ` +
      `current value has none named ${id}`,
  );
}

/** Returns the name of the key that sealed what begins with these bytes; `null` where nothing did. */
export function sealedKeyId(start: Uint8Array): string | null {
  if (start.length < SEALED_HEAD_BYTES || MARK.some((byte, at) => start[at] !== byte)) return null;
  const id = new TextDecoder().decode(start.subarray(MARK.length, MARK.length + ID_CHARACTERS));
  return /^[0-9a-f]{16}$/.test(id) ? id : null;
}

async function keyOf({ bytes }: SealingKey, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  // At once, as it takes less time than to have another thread do it.
  const own = hkdfSync("sha256", bytes, salt, PURPOSE, KEY_BYTES);
  return await crypto.subtle.importKey("raw", own, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function wayOf(header: Uint8Array<ArrayBuffer>, number: number, isLast: boolean): AesGcmParams {
  const iv = new Uint8Array(NONCE_BYTES);
  new DataView(iv.buffer).setFloat64(0, number);
  iv[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return { name: "AES-GCM", iv, additionalData: header };
}

interface Cut {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly number: number;
  readonly isLast: boolean;
}

/** Cuts a stream into pieces of one size; the last may be shorter, and is empty of an empty stream. */
async function* cut(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Cut> {
  let held: Uint8Array[] = [];
  let filled = 0;
  let number = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      if (filled === size) {
        yield { bytes: join(held), number: number++, isLast: false };
        held = [];
        filled = 0;
      }
      const part = chunk.subarray(at, at + size - filled);
      held.push(part);
      filled += part.length;
      at += part.length;
    }
  }
  yield { bytes: join(held), number, isLast: true };
}

/** Takes the first bytes of a stream apart from the others. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** @throws AppError BAD_FILE where there are fewer */
  async take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#held.length < count) {
      const { value, done } = await this.#chunks.next();
      if (done) throw refuseBytes();
      this.#held = join([this.#held, value]);
    }
    const taken = this.#held.slice(0, count);
    this.#held = this.#held.slice(count);
    return taken;
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    try {
      yield this.#held;
      for (let next; !(next = await this.#chunks.next()).done;) yield next.value;
    } finally {
      await this.#chunks.return?.();
    }
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function refuseBytes(): AppError {
  return new AppError(
    "BAD_FILE",
    "Cannot open what was sealed as not a byte of it may have changed: current value is other bytes",
  );
}
