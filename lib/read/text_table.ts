/**
 * Opens the text of a table, whatever file it comes from: CSV as it is, other formats
 * as canonical CSV.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { sniffDialect } from "./csv/dialect.ts";
import { encodingOf, Utf8Reader } from "./csv/encoding.ts";
import { headRows, lineEnds, widestLine } from "./csv/head.ts";
import { type IsHeader, type KnownHeader, knownHeader } from "./csv/known_header.ts";
import { type Layout, tellLayout } from "./csv/layout.ts";
import { columnNames } from "./csv/names.ts";
import type { Dialect } from "./csv/tokenizer.ts";
import type { Decision, Rejection } from "./facts.ts";
import { headOf } from "./formats/bytes.ts";
import type { ByteSource, SourceColumn } from "./formats/format.ts";
import { type OpenFile, openFormat } from "./formats/open.ts";
import type { ReadOptions } from "./options.ts";

/** The types are first guessed from so much of the file. */
export const HEAD_BYTES = 256 * 1024;
/** Delimiter, quote and header are told from so much of it. */
const SNIFFED_BYTES = 64 * 1024;
/** So much of it where its first lines are very long. */
const LARGEST_HEAD_BYTES = 8 * 1024 * 1024;
const FEW_LINES = 8;
const MOST_COLUMNS = 100_000;
/** Delimiters and quotes, which alone are no values. */
const PARTING: ReadonlySet<number> = new Set([..."\"',;|"].map((sign) => sign.charCodeAt(0)));
/** A short text may hold so many control characters. */
const FEW_CONTROLS = 4;
const LAYOUT_ROWS = 400;
const LAYOUT_CELLS = 200_000;

/** What the source told beside its rows. */
export interface Told {
  readonly rejections: Rejection[];
  readonly decisions: Decision[];
  readonly warnings: string[];
}

/** A table that is ready to be read, any number of times. */
export interface TextTable {
  readonly format: string;
  readonly dialect: Dialect;
  readonly layout: Layout;
  /** Whether the first cell of each row is its line, and the source declares its columns. */
  readonly canonical: boolean;
  readonly types: readonly (ColumnType | null)[];
  readonly units: readonly (string | null)[];
  /** The first bytes in UTF-8, and whether they are all. */
  readonly head: Uint8Array;
  readonly headIsAll: boolean;
  /** So many rows at most; infinite where the head is not all. */
  readonly mostRows: number;
  readonly decisions: readonly Decision[];
  /** What the last `open` met; complete when it was read to its end. Rejections may be taken. */
  readonly told: Told;
  readonly utf8: { readonly current: Utf8Reader | null };
  /** UTF-8 from the start. */
  open(): AsyncIterable<Uint8Array>;
}

/**
 * Opens a file of any format; `isHeader` says which names are expected, where any are.
 *
 * @throws AppError as `openFormat`, DECODE_ERROR, EMPTY_FILE
 */
export async function openTable(
  source: ByteSource,
  options: ReadOptions,
  isHeader: IsHeader | null = null,
): Promise<TextTable> {
  const file = await openFormat(source, options.name ?? "", options);
  return file.canonical
    ? await openCanonical(file, options)
    : await openCsv(file, options, isHeader);
}

async function openCsv(
  file: OpenFile,
  options: ReadOptions,
  isHeader: IsHeader | null,
): Promise<TextTable> {
  const told: Told = { rejections: [], decisions: [], warnings: [] };
  const bytes = () => bytesOf(file, told, () => {});
  let rawHead = await headOf(bytes, HEAD_BYTES + 1);
  const wide = rawHead.length > HEAD_BYTES && lineEnds(rawHead) < FEW_LINES;
  if (wide) rawHead = await headOf(bytes, LARGEST_HEAD_BYTES + 1);
  const headBytes = wide ? LARGEST_HEAD_BYTES : HEAD_BYTES;
  const found = encodingOf(rawHead);
  const label = options.encoding ?? found.label;
  const markBytes = options.encoding === undefined || found.markBytes > 0 ? found.markBytes : 0;
  const headIsAll = rawHead.length <= headBytes;
  const head = await decodedHead(rawHead.subarray(0, headBytes), label, markBytes);
  refuseEmpty(head, options);
  refuseBinary(head, options);
  const { dialect, layout } = (isHeader === null ? null : knownHeader(head, isHeader, options)) ??
    sniffed(head, headIsAll, options);
  const utf8: { current: Utf8Reader | null } = { current: null };
  return {
    format: options.format ?? (dialect.delimiter === "\t" ? "tsv" : "csv"),
    dialect,
    layout,
    canonical: false,
    types: layout.names.map(() => null),
    units: layout.names.map(() => null),
    head,
    headIsAll,
    mostRows: headIsAll ? lineEnds(head) + 1 : Infinity,
    decisions: layout.decisions,
    told,
    utf8,
    open() {
      clear(told);
      utf8.current = new Utf8Reader(label, markBytes);
      return utf8.current.read(bytes);
    },
  };
}

/** Tries how a file is written. @throws AppError BAD_FILE */
function sniffed(head: Uint8Array, headIsAll: boolean, options: ReadOptions): KnownHeader {
  const first = head.subarray(0, SNIFFED_BYTES);
  const looked = lineEnds(first) < FEW_LINES ? head : first;
  const final = headIsAll && looked.length === head.length;
  const { dialect, decisions } = sniffDialect(looked, options, final);
  const widest = widestLine(looked, dialect.delimiter);
  if (widest > MOST_COLUMNS) {
    throw new AppError(
      "BAD_FILE",
      `Cannot read the file as it may have at most ${MOST_COLUMNS} columns: current value is ${widest}`,
    );
  }
  const limit = Math.max(20, Math.min(LAYOUT_ROWS, Math.floor(LAYOUT_CELLS / widest)));
  const rows = headRows(looked, dialect, { limit, final });
  const layout = tellLayout(rows, options, dialect.delimiter);
  return { dialect, layout: { ...layout, decisions: [...decisions, ...layout.decisions] } };
}

async function openCanonical(file: OpenFile, options: ReadOptions): Promise<TextTable> {
  const told: Told = { rejections: [], decisions: [], warnings: [] };
  let columns: readonly SourceColumn[] = [];
  const bytes = () => bytesOf(file, told, (found) => columns = found);
  const rawHead = await headOf(bytes, HEAD_BYTES + 1);
  const headIsAll = rawHead.length <= HEAD_BYTES;
  const { names, leftOut, decisions } = columnNames(
    columns.map(({ name }) => name),
    columns.length,
    options,
  );
  return {
    format: file.format,
    dialect: { delimiter: ",", quote: '"', escape: "double" },
    layout: {
      width: names.length + 1,
      firstCell: 1,
      skipRows: 1,
      headerLine: null,
      headerCells: null,
      names,
      leftOut,
      decisions: [],
    },
    canonical: true,
    types: columns.map(({ type }) => type),
    units: columns.map(({ unit }) => unit),
    head: rawHead.subarray(0, HEAD_BYTES),
    headIsAll,
    mostRows: headIsAll ? lineEnds(rawHead) + 1 : Infinity,
    decisions,
    told,
    utf8: { current: null },
    open() {
      clear(told);
      return bytes();
    },
  };
}

/** The bytes among the pieces; whatever else they tell is kept. */
async function* bytesOf(
  file: OpenFile,
  told: Told,
  onColumns: (columns: readonly SourceColumn[]) => void,
): AsyncIterable<Uint8Array> {
  for await (const piece of file.pieces()) {
    switch (piece.type) {
      case "columns":
        onColumns(piece.columns);
        break;
      case "bytes":
        yield piece.bytes;
        break;
      case "rejection":
        told.rejections.push(piece.rejection);
        break;
      case "decision":
        told.decisions.push(piece.decision);
        break;
      case "warning":
        told.warnings.push(piece.message);
        break;
    }
  }
}

function clear(told: Told): void {
  told.rejections.length = 0;
  told.decisions.length = 0;
  told.warnings.length = 0;
}

async function decodedHead(
  head: Uint8Array,
  label: string,
  markBytes: number,
): Promise<Uint8Array> {
  const decoded: Uint8Array[] = [];
  const source = async function* () {
    yield head;
  };
  for await (const chunk of new Utf8Reader(label, markBytes).read(source)) decoded.push(chunk);
  const length = decoded.reduce((sum, chunk) => sum + chunk.length, 0);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of decoded) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function refuseEmpty(head: Uint8Array, { name }: ReadOptions): void {
  if (head.some((byte) => byte > 32 && !PARTING.has(byte))) return;
  throw new AppError(
    "EMPTY_FILE",
    `Cannot read "${
      name ?? "the file"
    }" as it must hold a row: current value is ${head.length} bytes without a value`,
  );
}

/** Control characters are in no text; a few NULs may be. */
function refuseBinary(head: Uint8Array, { name }: ReadOptions): void {
  let control = 0;
  const looked = head.subarray(0, SNIFFED_BYTES);
  for (let at = 0; at < looked.length; at++) {
    const byte = looked[at];
    if (byte < 32 && (byte < 9 || byte > 13) && byte !== 0x1f && byte !== 1 && byte !== 27) {
      control++;
    }
  }
  if (control <= FEW_CONTROLS || control * 10 <= looked.length) return;
  throw new AppError(
    "UNSUPPORTED_FORMAT",
    `Cannot read "${name ?? "the file"}" as it must be text: current value is ${control} ` +
      `control characters among ${looked.length} bytes`,
  );
}
