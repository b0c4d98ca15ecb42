/**
 * Streams of bytes: the head of one, the whole of one under a cap, its text.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { ByteSource } from "./format.ts";

/** Returns up to `length` first bytes. */
export async function headOf(source: ByteSource, length: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let taken = 0;
  for await (const chunk of source()) {
    chunks.push(chunk);
    taken += chunk.length;
    if (taken >= length) break;
  }
  return concatenate(chunks, taken).subarray(0, length);
}

/** Returns all bytes. @throws FILE_TOO_LARGE above the limit. */
export async function collect(
  source: ByteSource,
  limitBytes: number,
  what: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let taken = 0;
  for await (const chunk of source()) {
    taken += chunk.length;
    if (taken > limitBytes) {
      throw new AppError(
        "FILE_TOO_LARGE",
        `Cannot read ${what} as it must fit ${limitBytes} bytes: current value is at least ${taken} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return concatenate(chunks, taken);
}

/** Joins chunks; the one chunk of a list of one is returned as it is. */
export function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** The encodings JSON may come in. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be";

/** Tells the encoding by the byte-order mark, else by where the NULs of ASCII text are. */
export function jsonEncodingOf(head: Uint8Array): TextEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head.length >= 2 && head[0] !== 0 && head[1] === 0) return "utf-16le";
  if (head.length >= 2 && head[0] === 0 && head[1] !== 0) return "utf-16be";
  return "utf-8";
}

/** Decodes strictly, without the byte-order mark. @throws DECODE_ERROR with the place. */
export async function* decodeText(
  source: ByteSource,
  encoding: TextEncoding,
): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let position = 0;
  try {
    for await (const chunk of source()) {
      const text = decoder.decode(chunk, { stream: true });
      position += chunk.length;
      if (text !== "") yield text;
    }
    const rest = decoder.decode();
    if (rest !== "") yield rest;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AppError(
      "DECODE_ERROR",
      `Cannot read the text as it must be ${encoding.toUpperCase()}: current value has other bytes after byte ${position}`,
      { cause: error },
    );
  }
}
