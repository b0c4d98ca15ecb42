/**
 * Events as a request brings them: its body, or the file of a form, as it comes.
 *
 * @module
 */
import { compressionOf, refuseCompressed } from "@/lib/api/content_encoding.ts";
import { AppError } from "@/lib/errors.ts";
import { partsOf } from "@/lib/web/multipart.ts";
import type { BatchAsked } from "@/lib/workspace/events/contract.ts";

/** The bytes, and what is said of them. */
export interface SentEvents
  extends Pick<BatchAsked, "format" | "encoding" | "compression" | "name"> {
  readonly bytes: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** Media types of bodies; what is compressed tells by its bytes what it is. */
const FORMATS: Readonly<Record<string, BatchAsked["format"]>> = {
  "text/csv": "csv",
  "application/json": "json",
  "application/x-ndjson": "ndjson",
  "application/ndjson": "ndjson",
  "application/gzip": null,
  "application/x-gzip": null,
};

/** What these are is compressed, whatever their header says. */
const GZIP_TYPES: readonly string[] = ["application/gzip", "application/x-gzip"];

/** The field of a form that holds the file. */
const FIELD = "file";

const LONGEST_NAME = 200;

/** Finds the events of a request. @throws AppError UNSUPPORTED_FORMAT, EMPTY_BODY, BAD_USAGE */
export async function sentEvents(request: Request): Promise<SentEvents> {
  const type = mediaType(request);
  if (type === "multipart/form-data") {
    refuseCompressed(
      request,
      "Leave out Content-Encoding: the file of a form may be gzip by itself",
    );
    return await fileOf(request);
  }
  const compression = GZIP_TYPES.includes(type) ? "gzip" : compressionOf(request) ?? undefined;
  // A type may be called like what every object has.
  const format = Object.hasOwn(FORMATS, type) ? FORMATS[type] : undefined;
  if (format === undefined) {
    throw refuse(
      "they come as multipart/form-data, text/csv, application/json or " +
        "application/x-ndjson",
      type === "" ? "none" : type,
    );
  }
  const bytes = request.body ?? nothing();
  return { format, encoding: encodingOf(request), compression, name: "body", bytes };
}

/** The first file of a form under the name that it must have. */
async function fileOf(request: Request): Promise<SentEvents> {
  const parts = partsOf(request)[Symbol.asyncIterator]();
  for (let next; !(next = await parts.next()).done;) {
    const { name, fileName, bytes } = next.value;
    if (name !== FIELD) continue;
    return { format: formatOf(fileName ?? ""), name: cleanName(fileName ?? ""), bytes };
  }
  throw new AppError(
    "EMPTY_BODY",
    `Cannot take events as the form must have a file in its field "${FIELD}": current value is none`,
  );
}

/** What a file's name says for sure; JSON may be lines as well. */
function formatOf(fileName: string): BatchAsked["format"] {
  const plain = fileName.toLowerCase().replace(/\.gz$/, "");
  if (/\.(csv|tsv|txt)$/.test(plain)) return "csv";
  return /\.(ndjson|jsonl)$/.test(plain) ? "ndjson" : null;
}

/** A file's name without a path, and without what is no text. */
function cleanName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? "";
  return last.replaceAll(/\p{C}/gu, "").slice(0, LONGEST_NAME) || "file";
}

/**
 * What a text's media type says of its letters. UTF-8 is what many say of whatever they send, so the
 * bytes tell then; JSON is always UTF-8.
 *
 * @throws AppError UNSUPPORTED_FORMAT
 */
function encodingOf(request: Request): string | undefined {
  const type = request.headers.get("Content-Type") ?? "";
  const label = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1];
  if (label === undefined || mediaType(request) !== "text/csv") return undefined;
  try {
    const { encoding } = new TextDecoder(label);
    return encoding === "utf-8" ? undefined : encoding;
  } catch {
    throw refuse("their charset must be one that is known, such as windows-1252", label);
  }
}

function mediaType(request: Request): string {
  return (request.headers.get("Content-Type") ?? "").split(";")[0].trim().toLowerCase();
}

async function* nothing(): AsyncGenerator<Uint8Array<ArrayBuffer>> {}

function refuse(rule: string, value: string): AppError {
  return new AppError(
    "UNSUPPORTED_FORMAT",
    `Cannot take events as ${rule}: current value is "${value.slice(0, 100)}"`,
  );
}
