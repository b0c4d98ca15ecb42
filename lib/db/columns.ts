/**
 * Turns the rows of a result into typed columns.
 *
 * @module
 */
import type { ValueRows } from "./connection.ts";
import type { ResultColumn, ResultColumns } from "./database.ts";
import { TYPE_NUMBERS, writeParameter } from "./values.ts";

/** Builds the columns of a result. */
export function columnsOf(rows: ValueRows): ResultColumns {
  const columns = rows.columns.map((column, index) =>
    columnOf(String(column.name), column.type, rows, index)
  );
  return { length: rows.length, columns };
}

function columnOf(name: string, type: number, rows: ValueRows, index: number): ResultColumn {
  switch (type) {
    case TYPE_NUMBERS.int2:
    case TYPE_NUMBERS.int4:
    case TYPE_NUMBERS.int8:
      return { name, type: "integer", values: numbersOf(rows, index) };
    case TYPE_NUMBERS.numeric:
      return { name, type: "decimal", values: numbersOf(rows, index) };
    case TYPE_NUMBERS.float4:
    case TYPE_NUMBERS.float8:
      return { name, type: "float", values: numbersOf(rows, index) };
    case TYPE_NUMBERS.bool:
      // As `values.ts` parses this type.
      return { name, type: "boolean", values: valuesOf(rows, index) as (boolean | null)[] };
    case TYPE_NUMBERS.date:
      return { name, type: "date", values: textsOf(rows, index) };
    case TYPE_NUMBERS.time:
      return { name, type: "time", values: textsOf(rows, index) };
    case TYPE_NUMBERS.timestamp:
    case TYPE_NUMBERS.timestamptz:
      return { name, type: "timestamp", values: textsOf(rows, index) };
    default:
      return { name, type: "text", values: textsOf(rows, index) };
  }
}

function valuesOf(rows: ValueRows, index: number): unknown[] {
  return Array.from(rows, (row) => row[index]);
}

function numbersOf(rows: ValueRows, index: number): Float64Array {
  return Float64Array.from(rows, (row) => row[index] === null ? NaN : Number(row[index]));
}

/** Values of other types, arrays among them, are shown as the text that a parameter would be. */
function textsOf(rows: ValueRows, index: number): (string | null)[] {
  return valuesOf(rows, index).map((value) =>
    typeof value === "string" ? value : writeParameter(value)
  );
}
