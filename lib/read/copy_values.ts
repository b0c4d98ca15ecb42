/**
 * Reads rows back from the binary COPY format, as values that pages show.
 *
 * Source: PostgreSQL documentation, COPY, "Binary Format"; numeric.c, numeric_send().
 * Cost: O(bytes); for samples, not for whole files.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { HIDDEN_COLUMNS } from "./csv/names.ts";
import { dayText, timestampText, timeText } from "./values/calendar.ts";

/** The signature, flags and the length of the extension. */
const HEADER_BYTES = 19;
/** Days and microseconds from 1970 to 2000, where Postgres' counts start. */
const EPOCH_DAYS = 10957;
const EPOCH_MICROSECONDS = EPOCH_DAYS * 86_400_000_000;
const NEGATIVE = 0x4000;
const NOT_A_NUMBER = 0xc000;

const decoder = new TextDecoder();

/** A row of a sample. */
export interface SampleRow {
  /** In the file, from 1. */
  readonly line: number;
  readonly values: readonly Value[];
}

/** Reads the whole rows that chunks of `readRows` hold, in order; what is cut off is left out. */
export function sampleRows(
  chunks: readonly Uint8Array[],
  types: readonly ColumnType[],
): readonly SampleRow[] {
  const bytes = joined(chunks);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: SampleRow[] = [];
  let at = HEADER_BYTES;
  const next = <T>(read: (start: number, length: number) => T): T | null => {
    const length = view.getInt32(at);
    at += 4;
    if (length < 0) return null;
    const value = read(at, length);
    at += length;
    return value;
  };
  // Ends with a row of -1 columns, or where no more was sent.
  while (at + 2 <= bytes.length && view.getInt16(at) === HIDDEN_COLUMNS.length + types.length) {
    at += 2;
    const line = next((start) => longAt(view, start)) ?? 0;
    next(() => null);
    const values = types.map((type) =>
      next((start, length) => valueAt(view, { type, start, length }))
    );
    rows.push({ line, values });
  }
  return rows;
}

function valueAt(
  view: DataView,
  { type, start, length }: {
    readonly type: ColumnType;
    readonly start: number;
    readonly length: number;
  },
): Value {
  switch (type) {
    case "text":
      return decoder.decode(new Uint8Array(view.buffer, view.byteOffset + start, length));
    case "integer":
      return longAt(view, start);
    case "decimal":
      return numericAt(view, start);
    case "float": {
      const value = view.getFloat64(start);
      return Number.isFinite(value) ? value : null;
    }
    case "boolean":
      return view.getUint8(start) === 1;
    case "date":
      return dayText(view.getInt32(start) + EPOCH_DAYS);
    case "time":
      return timeText(longAt(view, start));
    case "timestamp":
      return timestampText(longAt(view, start) + EPOCH_MICROSECONDS);
  }
}

/** The reader writes whole numbers below 2^53 alone. */
function longAt(view: DataView, start: number): number {
  return Number(view.getBigInt64(start));
}

function numericAt(view: DataView, start: number): number | null {
  const digits = view.getInt16(start);
  const weight = view.getInt16(start + 2);
  const sign = view.getUint16(start + 4);
  const scale = view.getInt16(start + 6);
  if (sign === NOT_A_NUMBER) return null;
  const groupAt = (group: number) =>
    String(group < digits && group >= 0 ? view.getInt16(start + 8 + 2 * group) : 0)
      .padStart(4, "0");
  let text = weight < 0 ? "0" : "";
  for (let group = 0; group <= weight; group++) text += groupAt(group);
  text += ".";
  for (let group = weight + 1; group <= weight + Math.ceil(scale / 4); group++) {
    text += groupAt(group);
  }
  return Number(`${sign === NEGATIVE ? "-" : ""}${text}`);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
