/**
 * Writes a ZIP archive as a stream: of an entry only a chunk is in memory at a time.
 *
 * Sizes and checksums follow each entry (a "data descriptor"), as they are not known before.
 * Source: APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { AppError } from "@/lib/errors.ts";

/** A file of the archive; its content is read once, when its turn has come. */
export interface ZipEntry {
  /** Plain ASCII. */
  readonly name: string;
  readonly content: AsyncIterable<string> | Iterable<string>;
}

/** Sizes are written with four bytes. */
const MOST_BYTES = 0xffff_ffff;

/** Flag 3: sizes come after the content. */
const SIZES_FOLLOW = 1 << 3;

const DEFLATE = 8;

const PIECE_CHARACTERS = 65_536;

/** Version 2.0: deflate. */
const VERSION = 20;

/** 1 January 1980, midnight: the same rows give the same bytes. */
const DATE = (1 << 5) | 1;

interface Written {
  readonly name: Uint8Array;
  readonly offset: number;
  readonly sum: number;
  readonly packed: number;
  readonly bytes: number;
}

/** Gives the bytes of an archive of these entries. @throws AppError TOO_MANY_ROWS from 4 GB on */
export async function* writeZip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const written: Written[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const name = new TextEncoder().encode(entry.name);
    const start = offset;
    const head = localHeader(name);
    offset += head.length;
    yield head;
    const size = { sum: 0, bytes: 0, packed: 0 };
    for await (const chunk of deflated(entry.content, size)) {
      size.packed += chunk.length;
      offset += chunk.length;
      yield chunk;
    }
    if (Math.max(offset, size.bytes) > MOST_BYTES) throw tooLarge();
    const sizes = numbers([4, 0x08074b50], [4, size.sum], [4, size.packed], [4, size.bytes]);
    offset += sizes.length;
    yield sizes;
    written.push({ name, offset: start, ...size });
  }
  const directory = written.map(directoryHeader);
  const bytes = directory.reduce((sum, one) => sum + one.length, 0);
  yield* directory;
  const count = written.length;
  yield numbers([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, bytes], [4, offset], [2, 0]);
}

/** Deflates texts, and notes what they come to. */
async function* deflated(
  content: ZipEntry["content"],
  size: { sum: number; bytes: number },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  async function* counted(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const bytes of inPieces(content)) {
      size.sum = crc32(bytes, size.sum);
      size.bytes += bytes.length;
      yield bytes;
    }
  }
  yield* ReadableStream.from(counted()).pipeThrough(new CompressionStream("deflate-raw"));
}

/** Texts of a row are too short to be handed on one by one. */
async function* inPieces(
  content: ZipEntry["content"],
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let held = "";
  for await (const text of content) {
    held += text;
    if (held.length < PIECE_CHARACTERS) continue;
    yield encoder.encode(held);
    held = "";
  }
  yield encoder.encode(held);
}

function localHeader(name: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined(
    numbers([4, 0x04034b50], [2, VERSION], [2, SIZES_FOLLOW], [2, DEFLATE], [2, 0], [2, DATE]),
    numbers([4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]),
    name,
  );
}

function directoryHeader({ name, offset, sum, packed, bytes }: Written): Uint8Array<ArrayBuffer> {
  return joined(
    numbers([4, 0x02014b50], [2, VERSION], [2, VERSION], [2, SIZES_FOLLOW], [2, DEFLATE], [2, 0]),
    numbers([2, DATE], [4, sum], [4, packed], [4, bytes], [2, name.length], [2, 0], [2, 0]),
    numbers([2, 0], [2, 0], [4, 0], [4, offset]),
    name,
  );
}

/** Writes numbers of so many bytes each, the little end first. */
function numbers(
  ...fields: readonly (readonly [size: 2 | 4, value: number])[]
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function tooLarge(): AppError {
  return new AppError(
    "TOO_MANY_ROWS",
    "Cannot write the workbook as it may have at most 4 GB: current value is more",
  );
}
