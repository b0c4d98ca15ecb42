/**
 * Reads a posted form piece by piece, so that files of any size pass through without being held.
 *
 * Source: RFC 7578, multipart/form-data; RFC 2046, section 5.1.
 * Cost: O(bytes) time, memory of two pieces.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** One field of a form; its bytes must be read before the next field is asked for. */
export interface Part {
  readonly name: string;
  /** The name of a file; `null` for a field that is no file. */
  readonly fileName: string | null;
  readonly bytes: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

const MOST_HEADER_BYTES = 16 * 1024;
const HEADERS_END = bytesOf("\r\n\r\n");

/** Yields the parts of a posted form in order. @throws AppError BAD_USAGE */
export async function* partsOf(request: Request): AsyncGenerator<Part> {
  const type = request.headers.get("Content-Type") ?? "";
  const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  if (boundary === null || request.body === null) throw refuse();
  const end = bytesOf(`\r\n--${boundary[1] ?? boundary[2]}`);
  // The first boundary has no line before it.
  const feed = new Feed(request.body, bytesOf("\r\n"));
  await drain(feed.until(end));
  while (true) {
    const next = await feed.take(2);
    if (next === "--") return;
    if (next !== "\r\n") throw refuse();
    const headers = await feed.text(HEADERS_END);
    const name = parameterOf(headers, "name");
    if (name === null) throw refuse();
    const bytes = feed.until(end);
    yield { name, fileName: parameterOf(headers, "filename"), bytes };
    await drain(bytes);
  }
}

/** Bytes that arrive, cut at marks. */
class Feed {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #held: Uint8Array<ArrayBuffer>;

  constructor(body: ReadableStream<Uint8Array<ArrayBuffer>>, first: Uint8Array<ArrayBuffer>) {
    this.#reader = body.getReader();
    this.#held = first;
  }

  /** What comes before the mark, which is taken too. */
  async *until(mark: Uint8Array): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    while (true) {
      const at = indexOf(this.#held, mark);
      if (at >= 0) {
        const before = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        if (before.length > 0) yield before;
        return;
      }
      // A mark may begin in these bytes and go on in the next.
      const safe = Math.max(0, this.#held.length - mark.length + 1);
      const before = this.#held.subarray(0, safe);
      this.#held = this.#held.subarray(safe);
      if (before.length > 0) yield before;
      await this.#more();
    }
  }

  async text(mark: Uint8Array): Promise<string> {
    let text = "";
    const decoder = new TextDecoder();
    for await (const piece of this.until(mark)) {
      text += decoder.decode(piece, { stream: true });
      if (text.length > MOST_HEADER_BYTES) throw refuse();
    }
    return text;
  }

  async take(count: number): Promise<string> {
    while (this.#held.length < count) await this.#more();
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return new TextDecoder().decode(taken);
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#reader.read();
    if (done) throw refuse();
    const joined = new Uint8Array(this.#held.length + value.length);
    joined.set(this.#held);
    joined.set(value, this.#held.length);
    this.#held = joined;
  }
}

/** Finds the mark by its first byte, which the engine looks for quickly. */
function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  for (let at = bytes.indexOf(mark[0]); at >= 0; at = bytes.indexOf(mark[0], at + 1)) {
    let length = 1;
    while (length < mark.length && bytes[at + length] === mark[length]) length++;
    if (length === mark.length) return at;
  }
  return -1;
}

/** Browsers write a quote within a name as %22. */
function parameterOf(headers: string, name: string): string | null {
  const found = new RegExp(`^content-disposition:.*;\\s*${name}="([^"]*)"`, "im").exec(headers);
  return found?.[1].replaceAll("%22", '"').replaceAll("%0D", "").replaceAll("%0A", "") ?? null;
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes); // What is not wanted is passed over.
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function refuse(): AppError {
  return new AppError("BAD_USAGE", "Cannot read what was sent as it must be a form with files");
}
