/**
 * Inflates gzip as it streams: any number of members, a cap on what comes out.
 *
 * @module
 */
import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { AppError } from "@/lib/errors.ts";
import type { ByteSource, Limits } from "./format.ts";

/** Below this many bytes out the ratio says nothing: short texts of one letter are no bombs. */
const RATIO_FROM_BYTES = 16 * 1024 ** 2;

const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 10;

/** What Node says of a member behind zeros, and of bytes behind a member that are none. */
const BEHIND: readonly string[] = ["stream.push() after EOF", "incorrect header check"];

/** Whether these are the first bytes of a gzip member. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/**
 * Returns the bytes inside. Reading throws BAD_FILE where the gzip is cut off or
 * damaged, telling how many lines at least came before, and FILE_TOO_LARGE over a limit.
 */
export function inflateGzip(source: ByteSource, limits: Limits): ByteSource {
  return async function* () {
    try {
      yield* inflate(source, limits);
    } catch (error) {
      if (error instanceof AppError || !isOfGzip(error)) throw error;
      if (BEHIND.includes(error.message)) throw refuseBehind(error);
      const { lines, bytes } = await countBeforeError(source, limits);
      throw new AppError(
        "BAD_FILE",
        `Cannot read the gzip file to its end as it must be whole: current value ends ` +
          `with "${error.message}" after at least ${lines} lines (${bytes} bytes)`,
        { cause: error },
      );
    }
  };
}

async function* inflate(source: ByteSource, limits: Limits): AsyncIterable<Uint8Array> {
  let bytesIn = 0;
  let bytesOut = 0;
  async function* counted() {
    for await (const chunk of source()) {
      bytesIn += chunk.length;
      yield chunk;
    }
  }
  const input = Readable.from(counted(), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  input.on("error", (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  try {
    for await (const chunk of gunzip) {
      bytesOut += chunk.length;
      refuseBomb(bytesIn, bytesOut, limits);
      yield plainBytes(chunk);
    }
    // Node passes over whatever follows a zero behind the last member.
    if (bytesIn > gunzip.bytesWritten) await refuseRest(source, gunzip.bytesWritten);
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}

/** Node's Buffer has a `slice` that copies nothing, unlike that of the Uint8Array it extends. */
export function plainBytes(chunk: Uint8Array): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
}

/** @throws FILE_TOO_LARGE when more comes out than an honest file holds. */
function refuseBomb(bytesIn: number, bytesOut: number, limits: Limits): void {
  if (bytesOut > limits.inflatedBytes) {
    throw new AppError(
      "FILE_TOO_LARGE",
      `Cannot inflate the file as it must hold at most ${limits.inflatedBytes} bytes: ` +
        `current value is at least ${bytesOut} bytes`,
    );
  }
  if (bytesOut > RATIO_FROM_BYTES && bytesOut > bytesIn * limits.inflationRatio) {
    const code = "FILE_TOO_LARGE";
    const message = "Cannot inflate the file as it must grow at most " +
      `${limits.inflationRatio} times: ` +
      `current value is ${Math.round(bytesOut / Math.max(bytesIn, 1))} times`;
    const remedy = "Send it as it is, without compressing it";
    throw new AppError(code, message, {
      problems: [{ severity: "error", code, message, place: {}, remedy }],
    });
  }
}

/** Inflates once more, since only a damaged file is worth the counting. */
async function countBeforeError(source: ByteSource, limits: Limits) {
  let lines = 0;
  let bytes = 0;
  try {
    for await (const chunk of inflate(source, limits)) {
      bytes += chunk.length;
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
        lines += 1;
      }
    }
  } catch {
    // The error is known already; only what came before it is wanted.
  }
  return { lines, bytes };
}

function isOfGzip(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string" &&
    (error.code.startsWith("Z_") || BEHIND.includes(error.message));
}

/** @throws BAD_FILE where anything but zeros, which fill a block, is behind so many bytes */
async function refuseRest(source: ByteSource, bytes: number): Promise<void> {
  let at = 0;
  for await (const chunk of source()) {
    if (chunk.subarray(Math.max(0, bytes - at)).some((byte) => byte !== 0)) throw refuseBehind();
    at += chunk.length;
  }
}

function refuseBehind(cause?: Error): AppError {
  return new AppError(
    "BAD_FILE",
    "Cannot read the gzip file to its end as only zeros may be behind it: " +
      "current value is other bytes",
    { cause },
  );
}
