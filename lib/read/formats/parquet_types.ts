/**
 * Keeps hyparquet from turning values into doubles and dates, which lose digits:
 * leaves are read as what they physically are, and told as text afterwards.
 *
 * @module
 */
import type { FileMetaData, ParquetParsers } from "hyparquet";

const strictDecoder = new TextDecoder("utf-8", { fatal: true });

/** Text where the bytes are UTF-8, else `\x` and hexadecimal digits, as Postgres writes bytes. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return hexOf(bytes);
  }
}

/** Returns `\x` and two digits a byte. */
export function hexOf(bytes: Uint8Array): string {
  return "\\x" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Texts are decoded strictly; the oldest kind of timestamp stays a count of nanoseconds. */
export const BYTE_PARSERS: Partial<ParquetParsers> = {
  stringFromBytes: (bytes) => bytes && textOfBytes(bytes),
  timestampFromNanoseconds: (nanoseconds) => nanoseconds,
};

/** Takes the logical types off all leaves, and marks those of free length as text. */
export function takeTypesOff(metadata: FileMetaData): void {
  for (const element of metadata.schema) {
    if (element.num_children !== undefined && element.num_children > 0) continue;
    if (element.type === undefined) continue;
    element.logical_type = undefined;
    const isDecimal = element.converted_type === "DECIMAL";
    const isText = element.type === "BYTE_ARRAY" && !isDecimal;
    element.converted_type = isText ? "UTF8" : undefined;
  }
}
