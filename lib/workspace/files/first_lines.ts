/**
 * The first lines of a file as they stand in it, for those that decide how it is read.
 *
 * @module
 */
import type { FileFacts } from "@/lib/read/facts.ts";

const MOST_BYTES = 32 * 1024;
const MOST_LINES = 25;
const MOST_CHARACTERS = 400;
/** Formats whose bytes are lines of text. */
const TEXT_FORMATS = ["csv", "tsv", "json", "ndjson"];

/** Returns the first lines; none where the format has no lines. */
export async function firstLines(
  stream: ReadableStream<Uint8Array>,
  { format, encoding }: Pick<FileFacts, "format" | "encoding">,
): Promise<readonly string[]> {
  const head = await headOf(stream);
  if (!TEXT_FORMATS.includes(format)) return [];
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const bytes = packed ? await unpackedHead(head) : head;
  const lines = decoderOf(encoding).decode(bytes, { stream: true }).split(/\r\n|\n|\r/);
  const whole = bytes.length < MOST_BYTES ? lines : lines.slice(0, Math.max(1, lines.length - 1));
  if (whole.at(-1) === "") whole.pop();
  return whole.slice(0, MOST_LINES).map(shown);
}

async function headOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(MOST_BYTES);
  let length = 0;
  try {
    for await (const chunk of stream) {
      const part = chunk.subarray(0, MOST_BYTES - length);
      head.set(part, length);
      length += part.length;
      if (length === MOST_BYTES) break;
    }
  } catch {
    // What could be had is shown; why the rest could not is told by the reader.
  }
  return head.slice(0, length);
}

async function unpackedHead(head: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return await headOf(new Blob([head]).stream().pipeThrough(new DecompressionStream("gzip")));
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder();
  }
}

function shown(line: string): string {
  const plain = line.replaceAll("\uFEFF", "");
  return plain.length <= MOST_CHARACTERS
    ? plain
    : `${plain.slice(0, MOST_CHARACTERS).toWellFormed()}…`;
}
