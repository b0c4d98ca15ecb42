/**
 * Makes UTF-8 of whatever encoding a text file has.
 *
 * UTF-8 passes through as it is. A line that is not valid UTF-8 is taken for
 * Windows-1252, line by line, since one odd byte may come after a gigabyte; whether the
 * whole file was in Windows-1252 is known at its end.
 *
 * Cost: O(bytes); ASCII costs a glance at four bytes at a time.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { ByteSource } from "@/lib/read/formats/format.ts";

/** What the head of a file says of its encoding. */
export interface HeadEncoding {
  /** A label of TextDecoder. */
  readonly label: string;
  readonly markBytes: number;
  readonly evidence: string;
}

const LF = 10;
const CR = 13;
/** So many words are looked at before it is asked what was seen. */
const WORDS_AT_ONCE = 1024;

/** The encoding by mark, else by where the NULs are, else UTF-8 until lines say otherwise. */
export function encodingOf(head: Uint8Array): HeadEncoding {
  const [a, b, c] = head;
  const marked = (label: string, markBytes: number) => ({
    label,
    markBytes,
    evidence: "byte-order mark",
  });
  if (a === 0xef && b === 0xbb && c === 0xbf) return marked("utf-8", 3);
  if (a === 0xff && b === 0xfe) return marked("utf-16le", 2);
  if (a === 0xfe && b === 0xff) return marked("utf-16be", 2);
  const sample = Math.min(head.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < sample; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  const pairs = sample / 2;
  if (pairs >= 2 && odd > pairs * 0.3 && even < pairs * 0.05) {
    return { label: "utf-16le", markBytes: 0, evidence: `${odd} of ${pairs} second bytes are NUL` };
  }
  if (pairs >= 2 && even > pairs * 0.3 && odd < pairs * 0.05) {
    return { label: "utf-16be", markBytes: 0, evidence: `${even} of ${pairs} first bytes are NUL` };
  }
  return { label: "utf-8", markBytes: 0, evidence: "valid UTF-8" };
}

/** Turns a file's bytes into UTF-8, and tells afterwards what it met. */
export class Utf8Reader {
  /** Lines with bytes above 127 that are valid UTF-8, and those that are not. */
  validLines = 0;
  invalidLines = 0;
  /** Whether all text so far is ASCII without a NUL; false where that was not looked at. */
  plain: boolean;
  /** Places that were no text even so, shown as U+FFFD. */
  replaced = 0;
  readonly #label: string;
  readonly #markBytes: number;

  /** @throws AppError BAD_PARAMETER for an encoding that is not known. */
  constructor(label: string, markBytes: number) {
    this.#label = canonicalLabel(label);
    this.#markBytes = markBytes;
    this.plain = this.#label === "utf-8";
  }

  /** What the encoding turned out to be. */
  get encoding(): string {
    if (this.#label !== "utf-8") return this.#label;
    return this.invalidLines > 0 && this.validLines === 0 ? "windows-1252" : "utf-8";
  }

  /** Yields UTF-8 without a mark. */
  async *read(source: ByteSource): AsyncIterable<Uint8Array> {
    let skip = this.#markBytes;
    const chunks = this.#label === "utf-8"
      ? new LineDecoder(this)
      : new Transcoder(this, this.#label);
    for await (const chunk of source()) {
      const rest = skip > 0 ? chunk.subarray(Math.min(skip, chunk.length)) : chunk;
      skip -= chunk.length - rest.length;
      if (rest.length > 0) yield chunks.decode(rest);
    }
    const last = chunks.finish();
    if (last.length > 0) yield last;
  }
}

function canonicalLabel(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot decode the file as its encoding must be one that is known: current value is "${label}"`,
      { cause: error },
    );
  }
}

/** Any other encoding, through a string. */
class Transcoder {
  readonly #decoder: TextDecoder;
  readonly #encoder = new TextEncoder();
  readonly #told: Utf8Reader;

  constructor(told: Utf8Reader, label: string) {
    this.#told = told;
    this.#decoder = new TextDecoder(label, { ignoreBOM: false });
  }

  decode(chunk: Uint8Array): Uint8Array {
    return this.#encode(this.#decoder.decode(chunk, { stream: true }));
  }

  finish(): Uint8Array {
    return this.#encode(this.#decoder.decode());
  }

  #encode(text: string): Uint8Array {
    for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", at + 1)) {
      this.#told.replaced++;
    }
    return this.#encoder.encode(text);
  }
}

/** UTF-8 as it is, other lines from Windows-1252. */
class LineDecoder {
  readonly #told: Utf8Reader;
  readonly #western = new TextDecoder("windows-1252");
  readonly #encoder = new TextEncoder();
  #carried: Uint8Array = new Uint8Array();

  constructor(told: Utf8Reader) {
    this.#told = told;
  }

  decode(chunk: Uint8Array): Uint8Array {
    if (this.#carried.length === 0 && isPlain(chunk)) return chunk;
    this.#told.plain = false;
    const whole = new Uint8Array(this.#carried.length + chunk.length);
    whole.set(this.#carried);
    whole.set(chunk, this.#carried.length);
    const cut = whole.length - unfinishedBytes(whole);
    this.#carried = whole.slice(cut);
    return this.#mend(whole.subarray(0, cut));
  }

  finish(): Uint8Array {
    const rest = this.#carried;
    this.#carried = new Uint8Array();
    return this.#mend(rest);
  }

  #mend(bytes: Uint8Array): Uint8Array {
    const pieces: Uint8Array[] = [];
    let kept = 0;
    let start = 0;
    while (start < bytes.length) {
      let end = start;
      let high = false;
      while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) {
        if (bytes[end++] >= 0x80) high = true;
      }
      if (high) {
        if (isUtf8(bytes, start, end)) this.#told.validLines++;
        else {
          this.#told.invalidLines++;
          pieces.push(bytes.subarray(kept, start));
          pieces.push(this.#encoder.encode(this.#western.decode(bytes.subarray(start, end))));
          kept = end;
        }
      }
      start = end + 1;
    }
    if (pieces.length === 0) return bytes;
    pieces.push(bytes.subarray(kept));
    return join(pieces);
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Whether all bytes are ASCII and none is NUL. */
function isPlain(bytes: Uint8Array): boolean {
  let at = 0;
  for (; at < bytes.length && ((bytes.byteOffset + at) & 3) !== 0; at++) {
    if (bytes[at] >= 0x80 || bytes[at] === 0) return false;
  }
  if (at === bytes.length) return true;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (bytes.length - at) >> 2);
  for (let from = 0; from < words.length; from += WORDS_AT_ONCE) {
    const to = Math.min(words.length, from + WORDS_AT_ONCE);
    let seen = 0;
    // One less than a byte of 0 has its highest bit set, and so has what is no ASCII.
    for (let index = from; index < to; index++) seen |= words[index] | (words[index] - 0x01010101);
    if ((seen & 0x80808080) !== 0) return false;
  }
  for (at += words.length * 4; at < bytes.length; at++) {
    if (bytes[at] >= 0x80 || bytes[at] === 0) return false;
  }
  return true;
}

/** Bytes at the end that begin a character whose rest is still to come. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc2) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** Whether bytes are valid UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const first = bytes[at++];
    if (first < 0x80) continue;
    const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || at + more > end) return false;
    const second = bytes[at];
    if (first === 0xe0 && second < 0xa0) return false;
    if (first === 0xed && second >= 0xa0) return false;
    if (first === 0xf0 && second < 0x90) return false;
    if (first === 0xf4 && second >= 0x90) return false;
    for (const last = at + more; at < last; at++) if ((bytes[at] & 0xc0) !== 0x80) return false;
  }
  return true;
}
