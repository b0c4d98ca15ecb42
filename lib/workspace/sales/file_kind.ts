/**
 * Whether a file is what its name, its sender and its first bytes say: all three must agree.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** What may be sent. */
export type FileKind = "csv" | "xlsx";

/** So many bytes tell what a file is. */
export const TELLING_BYTES = 4096;

/** What senders call each kind. Spreadsheet programs call CSV their own where they are installed. */
const MEDIA_TYPES: Readonly<Record<FileKind, readonly string[]>> = {
  csv: ["text/csv", "application/csv", "text/plain", "application/vnd.ms-excel"],
  xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
};

/** Say nothing of what is in it. */
const UNTOLD = ["", "application/octet-stream"];

/** How files begin that are no text. */
const MAGIC: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ["xlsx", [0x50, 0x4b, 0x03, 0x04]],
  ["an empty ZIP file", [0x50, 0x4b, 0x05, 0x06]],
  ["an old Excel file", [0xd0, 0xcf, 0x11, 0xe0]],
  ["PDF", [0x25, 0x50, 0x44, 0x46]],
  ["gzip", [0x1f, 0x8b]],
  ["Parquet", [0x50, 0x41, 0x52, 0x31]],
  ["a program", [0x7f, 0x45, 0x4c, 0x46]],
  ["a program", [0x4d, 0x5a]],
];

/** Returns the kind of a file. @throws AppError UNSUPPORTED_FORMAT */
export function fileKindOf(
  name: string,
  mediaType: string,
  beginning: Uint8Array,
): FileKind {
  const kind = /\.(csv|xlsx)$/i.exec(name)?.[1].toLowerCase();
  if (kind !== "csv" && kind !== "xlsx") throw refuse("its name must end in .csv or .xlsx", name);
  const told = mediaType.split(";")[0].trim().toLowerCase();
  if (!UNTOLD.includes(told) && !MEDIA_TYPES[kind].includes(told)) {
    throw refuse(`its media type must be that of .${kind}`, told);
  }
  const found = MAGIC.find(([, bytes]) => bytes.every((byte, at) => beginning[at] === byte))?.[0];
  const is = found ?? (isText(beginning) ? "csv" : "bytes that are no text");
  if (is !== kind) throw refuse(`its bytes must be those of .${kind}`, is);
  return kind;
}

/** Text in UTF-16 begins with a mark, and has NULs; other text has none. */
function isText(beginning: Uint8Array): boolean {
  const [first, second] = beginning;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 || !beginning.includes(0);
}

function refuse(rule: string, value: string): AppError {
  return new AppError(
    "UNSUPPORTED_FORMAT",
    `Cannot take the file as ${rule}: current value is ${JSON.stringify(value)}`,
  );
}
