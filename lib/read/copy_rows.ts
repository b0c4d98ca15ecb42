/**
 * Writes typed batches in Postgres' binary COPY format.
 *
 * @module
 */
import { BinaryCopyWriter } from "@/lib/db/copy_binary.ts";
import { HIDDEN_COLUMNS } from "./csv/names.ts";
import type { ColumnBatch, RowBatch } from "./columns/batch.ts";

/** A writer for tables with the hidden columns and so many of their own. */
export function copyWriter(columns: number): BinaryCopyWriter {
  return new BinaryCopyWriter(HIDDEN_COLUMNS.length + columns);
}

/** Writes rows from `from` until the writer is full; returns the row it came to. */
export function copyRows(writer: BinaryCopyWriter, batch: RowBatch, from: number): number {
  const { lines, repeats } = batch;
  const values = batch.columns.map((column) => valueWriter(writer, column, batch));
  let row = from;
  for (; row < batch.rows && !writer.full; row++) {
    writer.startRow();
    writer.integer(lines[row]);
    writer.boolean(repeats[row] === 1);
    for (let index = 0; index < values.length; index++) values[index](row);
  }
  return row;
}

/**
 * Writes a column's value of a row. One function a type, with its arrays at hand: a single
 * one for all types was slower by a third of the whole reading.
 */
function valueWriter(
  writer: BinaryCopyWriter,
  column: ColumnBatch,
  { bytes }: RowBatch,
): (row: number) => void {
  const { nulls } = column;
  switch (column.type) {
    case "text": {
      const { starts, ends } = column;
      return (row) => nulls[row] === 1 ? writer.null() : writer.text(bytes, starts[row], ends[row]);
    }
    case "integer": {
      const { values } = column;
      return (row) => nulls[row] === 1 ? writer.null() : writer.integer(values[row]);
    }
    case "decimal": {
      const { values, scales, exact } = column;
      return (row) => {
        const value = values[row];
        if (nulls[row] === 1) writer.null();
        else if (value === value) writer.decimal(value, scales[row]);
        else writer.decimalText(exact.get(row) ?? "NaN");
      };
    }
    case "float": {
      const { values } = column;
      return (row) => nulls[row] === 1 ? writer.null() : writer.float(values[row]);
    }
    case "boolean": {
      const { values } = column;
      return (row) => nulls[row] === 1 ? writer.null() : writer.boolean(values[row] === 1);
    }
    case "date": {
      const { values } = column;
      return (row) => nulls[row] === 1 ? writer.null() : writer.date(values[row]);
    }
    case "time": {
      const { values } = column;
      return (row) => nulls[row] === 1 ? writer.null() : writer.time(values[row]);
    }
    case "timestamp": {
      const { values } = column;
      return (row) => nulls[row] === 1 ? writer.null() : writer.timestamp(values[row]);
    }
  }
}
