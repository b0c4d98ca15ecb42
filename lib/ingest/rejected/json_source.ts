/**
 * The text of a file of JSON, inflated where it is compressed.
 *
 * @module
 */
import { headOf, jsonEncodingOf, type TextEncoding } from "@/lib/read/formats/bytes.ts";
import { type ByteSource, DEFAULT_LIMITS } from "@/lib/read/formats/format.ts";
import { inflateGzip, isGzip } from "@/lib/read/formats/gzip.ts";

const HEAD_BYTES = 64 * 1024;

/** Bytes of JSON, and how they are to be decoded. */
export interface PlainJson {
  readonly bytes: ByteSource;
  readonly encoding: TextEncoding;
}

/** Opens a file of JSON. */
export async function plainJson(source: ByteSource): Promise<PlainJson> {
  const isZipped = isGzip(await headOf(source, HEAD_BYTES));
  const bytes = isZipped ? inflateGzip(source, DEFAULT_LIMITS) : source;
  return { bytes, encoding: jsonEncodingOf(await headOf(bytes, HEAD_BYTES)) };
}
