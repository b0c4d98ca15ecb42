/**
 * Tells a file of events' format and columns from its beginning.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { asSentBack } from "@/lib/ingest/rejected/sent_back.ts";
import { headOf } from "@/lib/read/formats/bytes.ts";
import type { ByteSource } from "@/lib/read/formats/format.ts";
import { isGzip } from "@/lib/read/formats/gzip.ts";
import { openFormat } from "@/lib/read/formats/open.ts";
import { openTable, type TextTable } from "@/lib/read/text_table.ts";
import { EVENT_FORMATS, type EventFormat, type FileAsked } from "./file_asked.ts";
import { type EventColumns, eventColumns, hasNeeded } from "./columns.ts";

/** So much is looked at where no column is known. */
const HEAD_BYTES = 64 * 1024;
/** In older encodings of text so many signs at most are beyond ASCII. */
const MOST_HIGH = 0.3;

/** What a file of events is. */
export interface OpenEvents {
  readonly format: EventFormat;
  readonly table: TextTable;
  readonly columns: EventColumns;
}

/**
 * Reads the beginning of a file.
 *
 * @throws AppError EMPTY_BODY, MISSING_COLUMNS; DECODE_ERROR where what is said to be text is none;
 * UNSUPPORTED_FORMAT where nothing is said
 */
export async function openEvents(
  source: ByteSource,
  { name, format: said, encoding }: Pick<FileAsked, "name" | "format" | "encoding">,
): Promise<OpenEvents> {
  try {
    const format = said ?? await tellFormat(source, name);
    const opened = await openTable(source, { name, format, encoding }, hasNeeded);
    const table = format === "csv" ? asSentBack(opened) : opened;
    const { names, leftOut } = table.layout;
    return { format, table, columns: eventColumns(names.filter((_, at) => !leftOut[at])) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw await refusalOf(error, source, said);
  }
}

async function tellFormat(source: ByteSource, name: string): Promise<EventFormat> {
  const { format } = await openFormat(source, name);
  const known = EVENT_FORMATS.find((one) => one === format);
  if (known !== undefined) return known;
  throw new AppError(
    "UNSUPPORTED_FORMAT",
    `Cannot take events as they must come as CSV, JSON or NDJSON: current value is ${format}`,
  );
}

/** What the reader refuses, as who sends events is told of it. */
async function refusalOf(
  error: AppError,
  source: ByteSource,
  said: EventFormat | null,
): Promise<AppError> {
  const { code, message } = error;
  if (code === "EMPTY_FILE") return new AppError("EMPTY_BODY", message, { cause: error });
  const isText = code === "MISSING_COLUMNS"
    ? isDecodable(await headOf(source, HEAD_BYTES))
    : code !== "UNSUPPORTED_FORMAT" || said === null;
  if (isText) return error;
  return new AppError(
    "DECODE_ERROR",
    "Cannot take events as what was sent must be text: current value is other bytes",
    { cause: error },
  );
}

/** Whether bytes without known columns are text at all; what is compressed was text inside. */
function isDecodable(head: Uint8Array): boolean {
  if (isGzip(head)) return true;
  const [first, second] = head;
  const label = first === 0xff && second === 0xfe
    ? "utf-16le"
    : first === 0xfe && second === 0xff
    ? "utf-16be"
    : "utf-8";
  try {
    // A character at the end may be cut off where there is more.
    const stream = head.length >= HEAD_BYTES;
    const text = new TextDecoder(label, { fatal: true }).decode(head, { stream });
    return !text.includes("\0");
  } catch {
    return isWestern(head);
  }
}

/** Whether bytes can be of an older encoding: mostly ASCII, and nothing that no text has. */
function isWestern(head: Uint8Array): boolean {
  const high = head.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
  return high < head.length * MOST_HIGH && !head.some((byte) => byte < 9);
}
