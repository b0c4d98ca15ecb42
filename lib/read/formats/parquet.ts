/**
 * Reads Parquet, one row group at a time. Numbers, decimals and times keep every
 * digit; columns of lists, maps and structures become their JSON text.
 *
 * @module
 */
import {
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type RowGroup,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { AppError } from "@/lib/errors.ts";
import type { Rejection } from "@/lib/read/facts.ts";
import { collect } from "./bytes.ts";
import { CanonicalWriter, fieldText } from "./canonical.ts";
import {
  type ByteSource,
  decisionOf,
  type FormatOptions,
  type FormatReader,
  type Limits,
  limitsOf,
  once,
  type Piece,
} from "./format.ts";
import { fieldOf, type ParquetField } from "./parquet_fields.ts";
import { problemOfPages } from "./parquet_pages.ts";
import { BYTE_PARSERS, takeTypesOff } from "./parquet_types.ts";

/** Values of one row group, all columns together. */
const MAX_GROUP_VALUES = 100_000_000;

const NO_NUMBER = /^(?:NaN|-?Infinity)$/;

interface ParquetFile {
  readonly buffer: ArrayBuffer;
  readonly metadata: FileMetaData;
  readonly fields: readonly ParquetField[];
}

/** Returns a reader of a Parquet file. */
export function readParquet(source: ByteSource, options: FormatOptions): FormatReader {
  const limits = limitsOf(options);
  const opened = once(() => openParquet(source, limits));
  return async function* () {
    yield* piecesOf(await opened());
  };
}

async function* piecesOf(file: ParquetFile): AsyncIterable<Piece> {
  const { fields, metadata } = file;
  const nested = fields.filter(({ isNested }) => isNested).map(({ column }) => `"${column.name}"`);
  if (nested.length > 0) {
    const evidence = `columns ${nested.slice(0, 8).join(", ")}`;
    yield decisionOf("nested columns", "kept as JSON text", { evidence });
  }
  yield { type: "columns", columns: fields.map(({ column }) => column) };

  const writer = new CanonicalWriter(fields.map(({ column }) => column.name));
  let start = 0;
  let missing = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    const problem = problemOfPages(new Uint8Array(file.buffer), group);
    if (problem !== null) {
      refuse("BAD_FILE", "be whole", `a row group from row ${start + 1} on that has a ${problem}`);
    }
    const columns = await readGroup(file, start, end);
    for (let row = 0; row < end - start; row++) {
      const line = start + row + 1;
      let text = "";
      for (let i = 0; i < fields.length; i++) {
        const { column, textOf } = fields[i];
        let field = textOf(columns[i][row]);
        if (field !== null && column.type === "float" && NO_NUMBER.test(field)) {
          if (field === "NaN") missing += 1;
          else yield { type: "rejection", rejection: infinite(line, column.name, field) };
          field = null;
        }
        text += i === 0 ? fieldText(field) : `,${fieldText(field)}`;
      }
      writer.rawRow(line, text);
      if (writer.full) yield { type: "bytes", bytes: writer.take() };
    }
    start = end;
  }
  yield { type: "bytes", bytes: writer.take() };
  if (missing > 0) {
    yield { type: "warning", message: `${missing} values are NaN and were read as nothing` };
  }
}

function infinite(line: number, column: string, value: string): Rejection {
  return { line, column, value, reason: "a number must be finite" };
}

async function openParquet(source: ByteSource, limits: Limits): Promise<ParquetFile> {
  const bytes = await collect(source, limits.heldBytes, "the Parquet file");
  const buffer = new Uint8Array(bytes).buffer;
  const metadata = await damaged(() => parquetMetadataAsync(buffer));
  refuseOversize(metadata, bytes.length, limits);
  // A copy, since the types are taken off the schema that the package reads by.
  const schema = structuredClone(metadata.schema);
  const tree = await damaged(() => parquetSchema({ ...metadata, schema }));
  const names = tree.children.map(({ element }) => element.name);
  if (new Set(names).size !== names.length) {
    refuse("BAD_FILE", "name each column once", names.slice(0, 20).join(", "));
  }
  if (names.length === 0) refuse("EMPTY_FILE", "have columns", "none");
  if (names.length > limits.columns) {
    refuse("BAD_FILE", `have at most ${limits.columns} columns`, `${names.length}`);
  }
  const fields = tree.children.map((child) => safeField(fieldOf(child), metadata));
  takeTypesOff(metadata);
  return { buffer, metadata, fields };
}

/**
 * Integers of 64 bits are left to the reader of text unless the file's statistics say
 * that doubles hold them all: others are codes or need decimals.
 */
function safeField(field: ParquetField, { row_groups }: FileMetaData): ParquetField {
  const { column } = field;
  if (column.type !== "integer") return field;
  const isSafe = row_groups.every(({ columns }) => {
    const found = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === column.name);
    if (found?.meta_data?.type === "INT32") return true;
    const { min_value, max_value } = found?.meta_data?.statistics ?? {};
    return isSafeBound(min_value) && isSafeBound(max_value);
  });
  return isSafe ? field : { ...field, column: { ...column, type: null } };
}

function isSafeBound(bound: unknown): boolean {
  return typeof bound === "bigint" && BigInt.asIntN(54, bound) === bound;
}

function refuseOversize(metadata: FileMetaData, fileBytes: number, limits: Limits): void {
  for (const group of metadata.row_groups) {
    if (group.columns.some((column) => column.crypto_metadata !== undefined)) {
      refuse("UNSUPPORTED_FORMAT", "be without encryption", "an encrypted column");
    }
    const values = Number(group.num_rows) * group.columns.length;
    if (values > MAX_GROUP_VALUES || Number(group.num_rows) < 0) {
      refuse(
        "FILE_TOO_LARGE",
        `have at most ${MAX_GROUP_VALUES} values in a row group`,
        `${values}`,
      );
    }
    const bytes = uncompressedBytes(group);
    if (bytes > limits.workbookBytes || bytes > fileBytes * 10_000) {
      refuse("FILE_TOO_LARGE", "have row groups of an honest size", `${bytes} bytes`);
    }
  }
}

function uncompressedBytes(group: RowGroup): number {
  return group.columns.reduce(
    (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
    0,
  );
}

/** Values of one column: typed arrays or plain ones, with `undefined` or `null` for nothing. */
type Values = ArrayLike<unknown>;

async function readGroup(file: ParquetFile, rowStart: number, rowEnd: number): Promise<Values[]> {
  const { buffer, metadata, fields } = file;
  const columns: Values[] = [];
  const scan = await damaged(() =>
    parquetScan({
      file: buffer,
      metadata,
      rowStart,
      rowEnd,
      compressors,
      parsers: BYTE_PARSERS,
      utf8: false,
      geoparquet: false,
    })
  );
  for (const { column } of fields) {
    const values: Values = await damaged(() =>
      scan.readColumn({ column: column.name, rowStart, rowEnd })
    );
    if (values.length !== rowEnd - rowStart) {
      refuse(
        "BAD_FILE",
        `hold ${rowEnd - rowStart} rows in the group from row ${rowStart + 1}`,
        `${values.length} in column "${column.name}"`,
      );
    }
    columns.push(values);
  }
  return columns;
}

/** Whatever the package trips over is in the file. */
async function damaged<Result>(read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error)) throw error;
    throw new AppError(
      "BAD_FILE",
      `Cannot read the Parquet file as it must be whole: current value is "${error.message}"`,
      { cause: error },
    );
  }
}

function refuse(
  code: "BAD_FILE" | "EMPTY_FILE" | "FILE_TOO_LARGE" | "UNSUPPORTED_FORMAT",
  rule: string,
  value: string,
): never {
  throw new AppError(
    code,
    `Cannot read the Parquet file as it must ${rule}: current value is ${value}`,
  );
}
