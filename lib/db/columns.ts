/**
 * Turns the raw rows of a result into typed columns.
 *
 * @module
 */
import type { RawRows } from "./connection.ts";
import type { ResultColumn, ResultColumns } from "./database.ts";
import { parseTimestamp, TYPE_NUMBERS } from "./values.ts";

/** A field as postgres.js leaves it: the bytes of its text, with Node's way to decode them. */
type Field = { toString(encoding: "latin1" | "utf8"): string } | null;

/** Builds the columns of a result. */
export function columnsOf(rows: RawRows): ResultColumns {
  const fields = rows as unknown as readonly (readonly Field[])[]; // null is missing in its type
  const columns = rows.columns.map((column, index) =>
    columnOf(column.name, column.type, fields.map((row) => row[index]))
  );
  return { length: rows.length, columns };
}

function columnOf(name: string, typeNumber: number, fields: readonly Field[]): ResultColumn {
  switch (typeNumber) {
    case TYPE_NUMBERS.int2:
    case TYPE_NUMBERS.int4:
    case TYPE_NUMBERS.int8:
      return { name, type: "integer", values: numbersOf(fields) };
    case TYPE_NUMBERS.numeric:
      return { name, type: "decimal", values: numbersOf(fields) };
    case TYPE_NUMBERS.float4:
    case TYPE_NUMBERS.float8:
      return { name, type: "float", values: numbersOf(fields) };
    case TYPE_NUMBERS.bool: {
      const values = fields.map((field) =>
        field === null ? null : field.toString("latin1") === "t"
      );
      return { name, type: "boolean", values };
    }
    case TYPE_NUMBERS.date:
      return { name, type: "date", values: textsOf(fields) };
    case TYPE_NUMBERS.time:
      return { name, type: "time", values: textsOf(fields) };
    case TYPE_NUMBERS.timestamp:
    case TYPE_NUMBERS.timestamptz: {
      const values = textsOf(fields).map((text) => text === null ? null : parseTimestamp(text));
      return { name, type: "timestamp", values };
    }
    default:
      return { name, type: "text", values: textsOf(fields) };
  }
}

function numbersOf(fields: readonly Field[]): Float64Array {
  return Float64Array.from(
    fields,
    (field) => field === null ? NaN : Number(field.toString("latin1")),
  );
}

function textsOf(fields: readonly Field[]): (string | null)[] {
  return fields.map((field) => field === null ? null : field.toString("utf8"));
}
