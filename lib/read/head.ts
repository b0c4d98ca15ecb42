/**
 * Tells a file's columns from its beginning, for those that check before they run.
 *
 * @module
 */
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { readFile } from "./read_file.ts";
import type { ReadOptions } from "./options.ts";

/** What the beginning says; the whole file may say otherwise. */
export interface FileHead {
  readonly columns: readonly ColumnSchema[];
}

/** Enough rows to tell types from, in a moment. */
const HEAD_BYTES = 1 << 20;

const LINE_FEED = 10;

/** @throws AppError as `readFile` does */
export async function readHead(
  open: () => ReadableStream<Uint8Array>,
  options: ReadOptions,
  { signal }: { readonly signal: AbortSignal },
): Promise<FileHead> {
  const head = await takeHead(open());
  const whole = head === null ? open : () => new Blob([head]).stream();
  let columns: readonly ColumnSchema[] = [];
  for await (const event of readFile(whole, options, { signal })) {
    if (event.type === "table") columns = event.columns;
  }
  return { columns };
}

/**
 * Returns whole lines of the beginning; `null` where a file is read as a whole: one that is
 * short, packed or binary.
 */
export async function takeHead(
  stream: ReadableStream<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const head = new Uint8Array(HEAD_BYTES);
  let length = 0;
  for await (const chunk of stream) {
    const part = chunk.subarray(0, HEAD_BYTES - length);
    head.set(part, length);
    length += part.length;
    if (length === HEAD_BYTES) break;
  }
  // A shorter file is its own head; what is packed or binary has no lines to cut at.
  if (length < HEAD_BYTES || head.subarray(0, 1024).includes(0)) return null;
  const end = head.lastIndexOf(LINE_FEED);
  return end < 0 ? null : head.subarray(0, end + 1);
}
