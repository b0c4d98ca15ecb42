/**
 * Opens a file of any format: the one way into this folder.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { headOf, jsonEncodingOf } from "./bytes.ts";
import { detectFormat, disagreement, HEAD_BYTES } from "./detect.ts";
import {
  type ByteSource,
  type FormatName,
  type FormatOptions,
  type FormatReader,
  limitsOf,
  once,
  type Piece,
} from "./format.ts";
import { inflateGzip, isGzip } from "./gzip.ts";
import { readJson } from "./json.ts";
import { readNdjson } from "./ndjson.ts";

/** A file whose format is known and whose rows are still to be read. */
export interface OpenFile {
  readonly format: FormatName;
  readonly compression: "gzip" | null;
  /**
   * Whether `pieces` gives canonical CSV with a line column. A CSV file is not: its
   * own bytes come through, inflated, for the reader of CSV to sniff.
   */
  readonly canonical: boolean;
  /** Reads the file; each call gives all its pieces anew, one call after the other. */
  pieces(): AsyncIterable<Piece>;
}

/**
 * Tells a file's format from its first bytes. Reads no rows yet.
 *
 * @throws UNSUPPORTED_FORMAT, EMPTY_FILE, BAD_FILE
 */
export async function openFormat(
  source: ByteSource,
  fileName: string,
  options: FormatOptions = {},
): Promise<OpenFile> {
  const limits = limitsOf(options);
  const outerHead = await headOf(source, HEAD_BYTES);
  const zipped = isGzip(outerHead);
  const bytes = zipped ? inflateGzip(source, limits) : source;
  const head = zipped ? await headOf(bytes, HEAD_BYTES) : outerHead;
  if (zipped && isGzip(head)) {
    throw new AppError(
      "UNSUPPORTED_FORMAT",
      `Cannot read "${fileName}" as it must be compressed once: current value is gzip within gzip`,
    );
  }
  const format = chosenFormat(options) ?? detectFormat(head, fileName);
  const warning = disagreement(format, fileName);
  const read = readerOf(format, bytes, { head, options });
  return {
    format,
    compression: zipped ? "gzip" : null,
    canonical: format !== "csv",
    async *pieces() {
      if (warning !== null) yield { type: "warning", message: warning };
      yield* read();
    },
  };
}

function chosenFormat(options: FormatOptions): FormatName | null {
  return options.format === "tsv" ? "csv" : options.format ?? null;
}

function readerOf(
  format: FormatName,
  bytes: ByteSource,
  { head, options }: { readonly head: Uint8Array; readonly options: FormatOptions },
): FormatReader {
  switch (format) {
    case "csv":
      return () => ownBytes(bytes);
    case "json":
      return readJson(bytes, jsonEncodingOf(head), options);
    case "ndjson":
      return readNdjson(bytes, jsonEncodingOf(head), options);
    case "xlsx":
      return lazily(async () => (await import("./xlsx.ts")).readXlsx(bytes, options));
    case "parquet":
      return lazily(async () => (await import("./parquet.ts")).readParquet(bytes, options));
  }
}

async function* ownBytes(source: ByteSource): AsyncIterable<Piece> {
  for await (const bytes of source()) yield { type: "bytes", bytes };
}

/** The packages for workbooks and Parquet are loaded when they are first needed. */
function lazily(load: () => Promise<FormatReader>): FormatReader {
  const reader = once(load);
  return async function* () {
    yield* (await reader())();
  };
}
