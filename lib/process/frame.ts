/**
 * What processes say to each other: a header that is JSON, and raw buffers.
 *
 * On a pipe a frame is two u32 (bytes of the header, number of buffers), a u32 for the
 * length of each buffer, the header as UTF-8, and the buffers as they are, little end first.
 *
 * @module
 */

/** What JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** What may be sent as a buffer; only the part that a view shows is sent. */
export type Sendable = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** A message to send. Its buffers are given away: do not touch them afterwards. */
export interface Outgoing {
  readonly header?: Json;
  readonly buffers?: readonly Sendable[];
}

/** A message that arrived; each buffer is its own, so typed arrays can be laid over it. */
export interface Frame {
  // deno-lint-ignore no-explicit-any -- the receiver knows what its peer sends, or parses it
  readonly header: any;
  readonly buffers: readonly ArrayBuffer[];
}

/** A frame whose header is still text: what pipes and worker messages carry. */
export interface RawFrame {
  readonly text: string;
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Reads what a pipe has into a view, and returns the part that was filled, or `null` at the end
 * of the pipe. It may move the view's buffer: only what it returns can be used afterwards.
 */
export type Read = (view: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer> | null>;

/** Writes bytes; resolves when the pipe has taken them all. */
export type Write = (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

/** A longer header is no frame: whoever reads one ends. */
export const MAX_HEADER_BYTES = 64 * 1024 * 1024;
const MAX_BUFFERS = 65_536;
const MAX_BUFFER_BYTES = 2 ** 31;

/** Smaller pieces are read and written together, larger ones by themselves and not copied. */
const GATHERED_BYTES = 64 * 1024;

/** Returns the bytes of a buffer or of the part that a view shows. */
export function bytesOf(buffer: Sendable): Uint8Array<ArrayBuffer> {
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer)
    : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** Returns how many bytes of buffers a frame carries. */
export function byteLengthOf(buffers: readonly { readonly byteLength: number }[]): number {
  return buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
}

/** Writes one frame. */
export async function writeFrame(write: Write, { text, buffers }: RawFrame): Promise<void> {
  const header = new TextEncoder().encode(text);
  const lengths = new Uint32Array([
    header.byteLength,
    buffers.length,
    ...buffers.map((buffer) => buffer.byteLength),
  ]);
  const total = lengths.byteLength + header.byteLength + byteLengthOf(buffers);
  if (total <= GATHERED_BYTES) return await write(gather([bytesOf(lengths), header, ...buffers]));
  await write(gather([bytesOf(lengths), header]));
  for (const buffer of buffers) await write(buffer);
}

/**
 * Yields the frames of a pipe until it ends.
 *
 * @throws RangeError when the bytes are no frames, or end inside one.
 */
export async function* readFrames(read: Read): AsyncGenerator<RawFrame> {
  const reader = new ByteReader(read);
  while (true) {
    const start = await reader.take(8);
    if (start === null) return;
    const [headerBytes, count] = new Uint32Array(start.buffer);
    if (headerBytes > MAX_HEADER_BYTES || count > MAX_BUFFERS) throw noFrame();
    const lengths = new Uint32Array((await reader.need(count * 4)).buffer);
    const header = await reader.need(headerBytes);
    const buffers: Uint8Array<ArrayBuffer>[] = [];
    for (const length of lengths) {
      if (length > MAX_BUFFER_BYTES) throw noFrame();
      buffers.push(await reader.need(length));
    }
    yield { text: new TextDecoder().decode(header), buffers };
  }
}

/** Takes pieces of a wanted length from a pipe. */
class ByteReader {
  readonly #read: Read;
  #gathering = new ArrayBuffer(GATHERED_BYTES);
  #gathered = new Uint8Array(0);

  constructor(read: Read) {
    this.#read = read;
  }

  /** Returns this many bytes in a buffer of their own, or `null` at the end of the pipe. */
  async take(length: number): Promise<Uint8Array<ArrayBuffer> | null> {
    let bytes = new Uint8Array(length);
    let filled = this.#fill(bytes);
    while (filled < length) {
      const alone = length - filled >= GATHERED_BYTES;
      const view = alone ? bytes.subarray(filled) : new Uint8Array(this.#gathering);
      const read = await this.#read(view);
      if (read === null && filled === 0) return null;
      if (read === null) throw noFrame();
      if (alone) {
        bytes = new Uint8Array(read.buffer);
        filled += read.byteLength;
      } else {
        this.#gathering = read.buffer;
        this.#gathered = read;
        filled += this.#fill(bytes.subarray(filled));
      }
    }
    return bytes;
  }

  /** Returns this many bytes; the pipe must not end before them. */
  async need(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.take(length);
    if (bytes === null) throw noFrame();
    return bytes;
  }

  /** Copies what was gathered before to the start of a view, and returns how much. */
  #fill(view: Uint8Array): number {
    const part = this.#gathered.subarray(0, view.byteLength);
    view.set(part);
    this.#gathered = this.#gathered.subarray(part.byteLength);
    return part.byteLength;
  }
}

function gather(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(byteLengthOf(parts));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.byteLength;
  }
  return whole;
}

function noFrame(): RangeError {
  return new RangeError("Cannot read a frame as its bytes are none or end inside it");
}
