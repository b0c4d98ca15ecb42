/**
 * The bytes of a file of events, inflated where it is gzip.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { headOf } from "@/lib/read/formats/bytes.ts";
import { type ByteSource, DEFAULT_LIMITS } from "@/lib/read/formats/format.ts";
import { inflateGzip, isGzip } from "@/lib/read/formats/gzip.ts";
import type { FileAsked } from "./file_asked.ts";

/** Enough to tell gzip by. */
const HEAD_BYTES = 3;

/**
 * Opens what may be compressed. Reading throws DECODE_ERROR where the gzip is damaged, and
 * FILE_TOO_LARGE where more comes out than may.
 *
 * @throws AppError DECODE_ERROR where it is said to be gzip and is none, or is gzip twice
 */
export async function plainSource(
  source: ByteSource,
  { compression }: Pick<FileAsked, "compression">,
): Promise<ByteSource> {
  const head = await headOf(source, HEAD_BYTES);
  if (!isGzip(head)) {
    if (compression === undefined || head.length === 0) return source;
    throw refuse(
      "Cannot take events as what is said to be gzip must be: current value begins otherwise",
      "Compress it by gzip, or say in neither Content-Encoding nor Content-Type that it is",
    );
  }
  const plain = inflated(source);
  if (!isGzip(await headOf(plain, HEAD_BYTES))) return plain;
  throw refuse(
    "Cannot take events as they must be compressed once: current value is gzip within gzip",
    "Compress it once",
  );
}

function inflated(source: ByteSource): ByteSource {
  const bytes = inflateGzip(source, DEFAULT_LIMITS);
  return async function* () {
    try {
      yield* bytes();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "BAD_FILE") throw error;
      throw refuse(error.message, "Compress it anew, and send all of it", error);
    }
  };
}

function refuse(message: string, remedy: string, cause?: AppError): AppError {
  return new AppError("DECODE_ERROR", message, {
    cause,
    problems: [{ severity: "error", code: "DECODE_ERROR", message, place: {}, remedy }],
  });
}
