/**
 * Tells what a file is by its first bytes; its name is asked only where they
 * leave a doubt, and a name that disagrees is told.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { jsonEncodingOf } from "./bytes.ts";
import type { FormatName } from "./format.ts";

/** This many first bytes are enough to tell. */
export const HEAD_BYTES = 64 * 1024;

/** Text has next to no control characters; packed bytes have one in thirteen. */
const MAX_CONTROL_SHARE = 0.03;

/** A kind of file that is recognised only to be refused. */
interface Refused {
  readonly what: string;
  readonly bytes: readonly number[];
  readonly remedy: string;
}

const SAVE_AS = "save it as CSV or XLSX";

const REFUSED: readonly Refused[] = [
  { what: "a PNG image", bytes: [0x89, 0x50, 0x4e, 0x47], remedy: SAVE_AS },
  { what: "a JPEG image", bytes: [0xff, 0xd8, 0xff], remedy: SAVE_AS },
  { what: "a GIF image", bytes: [0x47, 0x49, 0x46, 0x38], remedy: SAVE_AS },
  {
    what: "a PDF document",
    bytes: [0x25, 0x50, 0x44, 0x46, 0x2d],
    remedy: "export its table as CSV",
  },
  { what: "a Linux program", bytes: [0x7f, 0x45, 0x4c, 0x46], remedy: SAVE_AS },
  { what: "an RTF document", bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], remedy: SAVE_AS },
  { what: "a 7-Zip archive", bytes: [0x37, 0x7a, 0xbc, 0xaf], remedy: "unpack it" },
  { what: "a RAR archive", bytes: [0x52, 0x61, 0x72, 0x21], remedy: "unpack it" },
  { what: "a bzip2 file", bytes: [0x42, 0x5a, 0x68], remedy: "unpack it, or use gzip" },
  { what: "an xz file", bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], remedy: "unpack it, or use gzip" },
  { what: "a Zstandard file", bytes: [0x28, 0xb5, 0x2f, 0xfd], remedy: "unpack it, or use gzip" },
  {
    what: "an SQLite database",
    bytes: [...new TextEncoder().encode("SQLite format 3\0")],
    remedy: SAVE_AS,
  },
  { what: "an ORC file", bytes: [0x4f, 0x52, 0x43], remedy: "convert it to Parquet" },
  { what: "an Avro file", bytes: [0x4f, 0x62, 0x6a, 0x01], remedy: "convert it to Parquet" },
  {
    what: "an Arrow file",
    bytes: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31],
    remedy: "convert it to Parquet",
  },
  {
    what: "an encrypted Parquet file",
    bytes: [0x50, 0x41, 0x52, 0x45],
    remedy: "write it without encryption",
  },
];

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
const PARQUET = [0x50, 0x41, 0x52, 0x31];

/** What a file's name promises; other endings promise nothing. */
const PROMISES: Readonly<Record<string, FormatName>> = {
  csv: "csv",
  tsv: "csv",
  tab: "csv",
  json: "json",
  ndjson: "ndjson",
  jsonl: "ndjson",
  xlsx: "xlsx",
  xlsm: "xlsx",
  parquet: "parquet",
};

/** Returns the format. @throws UNSUPPORTED_FORMAT naming what the bytes are, EMPTY_FILE */
export function detectFormat(head: Uint8Array, fileName: string): FormatName {
  if (head.length === 0) {
    throw new AppError(
      "EMPTY_FILE",
      `Cannot read "${fileName}" as a file must hold bytes: current value is 0 bytes`,
    );
  }
  refuseForeign(head, fileName);
  if (startsWith(head, ZIP) || startsWith(head, EMPTY_ZIP)) return "xlsx";
  if (startsWith(head, PARQUET) && isBinary(head)) return "parquet";
  if (PROMISES[endingOf(fileName)] === "parquet") {
    refuse(
      fileName,
      "not Parquet, as its name says",
      "export it as Parquet again; if it is text, give it its own ending, such as .csv",
    );
  }
  if (isUnknownBinary(head)) refuse(fileName, "binary, of a kind that is not known", SAVE_AS);
  return textFormatOf(head, fileName);
}

/** Returns a warning where the name promises another format than the bytes are, else `null`. */
export function disagreement(format: FormatName, fileName: string): string | null {
  const promised = PROMISES[endingOf(fileName)];
  const alike = promised === undefined || promised === format ||
    (promised === "json" && format === "ndjson") || (promised === "ndjson" && format === "json");
  if (alike) return null;
  return `The name "${fileName}" says ${promised.toUpperCase()}, the bytes are ` +
    `${format.toUpperCase()}: read as ${format.toUpperCase()}`;
}

/** The last part of a name, without ".gz" and in lower case. */
function endingOf(fileName: string): string {
  const name = fileName.toLowerCase().replace(/\.gz$/, "");
  return name.slice(name.lastIndexOf(".") + 1);
}

function refuseForeign(head: Uint8Array, fileName: string): void {
  const found = REFUSED.find(({ bytes }) =>
    startsWith(head, bytes) && (!isPrintable(bytes) || isBinary(head))
  );
  if (found !== undefined) refuse(fileName, found.what, found.remedy);
  if (startsWith(head, OLE)) {
    // An OLE container names its streams in UTF-16; the directory may lie behind the head.
    if (holdsUtf16(head, "EncryptedPackage")) {
      refuse(fileName, "an encrypted workbook", "save it without a password");
    }
    refuse(
      fileName,
      "an old XLS workbook or an encrypted one",
      "save it as XLSX without a password",
    );
  }
  if (startsWith(head, [0x4d, 0x5a]) && head.indexOf(0) >= 0 && head.indexOf(0) < 64) {
    refuse(fileName, "a Windows program", SAVE_AS);
  }
  const start = new TextDecoder().decode(head.subarray(0, 2048)).trimStart().toLowerCase();
  if (/^(?:<!--[^]*?-->\s*)?(?:<!doctype html|<html|<table|<head|<meta|<body)/.test(start)) {
    refuse(fileName, "an HTML page", "open it in a spreadsheet program and save it as XLSX or CSV");
  }
  if (start.startsWith("<?xml") || start.startsWith("<workbook")) {
    const isSpreadsheet = start.includes("spreadsheet");
    refuse(
      fileName,
      isSpreadsheet ? "an XML spreadsheet" : "an XML document",
      "save it as XLSX or CSV",
    );
  }
  if (holdsTar(head)) refuse(fileName, "a tar archive", "unpack it");
}

function refuse(fileName: string, what: string, remedy: string): never {
  const message = `Cannot read "${fileName}" as it must be CSV, JSON, NDJSON, XLSX or Parquet: ` +
    `current value is ${what}`;
  throw new AppError("UNSUPPORTED_FORMAT", message, {
    problems: [{
      severity: "error",
      code: "UNSUPPORTED_FORMAT",
      message,
      place: { file: fileName },
      remedy: remedy[0].toUpperCase() + remedy.slice(1),
    }],
  });
}

function textFormatOf(head: Uint8Array, fileName: string): FormatName {
  const text = new TextDecoder(jsonEncodingOf(head)).decode(head);
  const promised = PROMISES[endingOf(fileName)];
  const start = text.trimStart();
  if (promised === "ndjson" && /^[[{]/.test(start)) return "ndjson";
  if (start.startsWith("{")) return looksLikeObject(start) ? objectFormatOf(start) : "csv";
  if (start.startsWith("[")) return looksLikeArray(start) || promised === "json" ? "json" : "csv";
  return promised === "json" ? "json" : "csv";
}

function looksLikeObject(start: string): boolean {
  return /^\{\s*(?:"|\}|$)/.test(start);
}

function looksLikeArray(start: string): boolean {
  if (/^\[\s*(?:[[{"\]]|$)/.test(start)) return arrayGoesOn(start);
  return /^\[\s*(?:-?\d|true|false|null)[^\n]*/.test(start) && arrayGoesOn(start);
}

/** A CSV header such as `[id],[name]` begins like an array, and goes on unlike one. */
function arrayGoesOn(start: string): boolean {
  const line = start.split("\n", 1)[0];
  return !/^\[[^\]"{[]*\]\s*[,;\t|]/.test(line);
}

/** An object on one line with another object or array below it is NDJSON. */
function objectFormatOf(start: string): FormatName {
  const lines = start.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (lines.length < 2) return "json";
  const isObjectLine = (line: string) => line.startsWith("{") && line.endsWith("}");
  if (!lines[1].startsWith("{")) {
    return isObjectLine(lines[0]) && parses(lines[0]) ? "ndjson" : "json";
  }
  return isObjectLine(lines[0]) || isObjectLine(lines[1]) ? "ndjson" : "json";
}

function parses(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => head[i] === byte);
}

/** A text may begin with the same letters: "ORCID,name" is no ORC file. */
function isPrintable(bytes: readonly number[]): boolean {
  return bytes.every((byte) => byte >= 0x30 && byte < 0x7b);
}

function isBinary(head: Uint8Array): boolean {
  return head.subarray(0, 512).some((byte) => byte < 9);
}

/** A few NULs may stray into text, and UTF-16 with its mark may hold any byte. */
function isUnknownBinary(head: Uint8Array): boolean {
  const mark = head[0] << 8 | head[1];
  if (mark === 0xfffe || mark === 0xfeff) return false;
  let controls = 0;
  // Hive parts cells with 1, and 0 may stray into text.
  for (const byte of head) if (byte > 1 && (byte < 9 || (byte > 13 && byte < 26))) controls += 1;
  return controls > head.length * MAX_CONTROL_SHARE;
}

function holdsUtf16(head: Uint8Array, text: string): boolean {
  return new TextDecoder("utf-16le").decode(head.subarray(0, head.length & ~1)).includes(text);
}

function holdsTar(head: Uint8Array): boolean {
  return startsWith(head.subarray(257), [0x75, 0x73, 0x74, 0x61, 0x72]);
}
