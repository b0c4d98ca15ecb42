/**
 * The bytes of a file of events, inflated where it is gzip.
 *
 * @module
 */
import { AppError, type ErrorCode } from "@/lib/errors.ts";
import { headOf } from "@/lib/read/formats/bytes.ts";
import { type ByteSource, DEFAULT_LIMITS } from "@/lib/read/formats/format.ts";
import { inflateGzip, isGzip } from "@/lib/read/formats/gzip.ts";
import { type FileAsked, TOO_LARGE_REMEDY } from "./file_asked.ts";

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
  { compression, maxBytes }: Pick<FileAsked, "compression" | "maxBytes">,
): Promise<ByteSource> {
  const head = await headOf(source, HEAD_BYTES);
  if (!isGzip(head)) {
    if (compression === undefined || head.length === 0) return source;
    throw refuse(
      "DECODE_ERROR",
      "Cannot take events as what is said to be gzip must be: current value begins otherwise",
      "Compress it by gzip, or say in neither Content-Encoding nor Content-Type that it is",
    );
  }
  const plain = inflated(source, maxBytes);
  if (!isGzip(await headOf(plain, HEAD_BYTES))) return plain;
  throw refuse(
    "DECODE_ERROR",
    "Cannot take events as they must be compressed once: current value is gzip within gzip",
    "Compress it once",
  );
}

function inflated(source: ByteSource, maxBytes: number): ByteSource {
  const bytes = inflateGzip(source, { ...DEFAULT_LIMITS, inflatedBytes: maxBytes });
  return async function* () {
    try {
      yield* bytes();
    } catch (error) {
      throw error instanceof AppError ? refusalOf(error) : error;
    }
  };
}

/** What inflating refuses, as who sends events is told of it. */
function refusalOf(error: AppError): AppError {
  const { code, message, problems } = error;
  if (code === "BAD_FILE") {
    return refuse(
      "DECODE_ERROR",
      message,
      "Compress it anew, and send all of that and nothing else",
    );
  }
  return code === "FILE_TOO_LARGE" && problems.length === 0
    ? refuse(code, message, TOO_LARGE_REMEDY)
    : error;
}

function refuse(code: ErrorCode, message: string, remedy: string): AppError {
  return new AppError(code, message, {
    problems: [{ severity: "error", code, message, place: {}, remedy }],
  });
}
