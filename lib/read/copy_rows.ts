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
  const { columns, bytes, lines, repeats } = batch;
  let row = from;
  for (; row < batch.rows && !writer.full; row++) {
    writer.startRow();
    writer.integer(lines[row]);
    writer.boolean(repeats[row] === 1);
    for (let index = 0; index < columns.length; index++) {
      writeValue(writer, columns[index], { bytes, row });
    }
  }
  return row;
}

function writeValue(
  writer: BinaryCopyWriter,
  column: ColumnBatch,
  { bytes, row }: { readonly bytes: Uint8Array; readonly row: number },
): void {
  if (column.nulls[row] === 1) return writer.null();
  switch (column.type) {
    case "text":
      return writer.text(bytes, column.starts[row], column.ends[row]);
    case "integer":
      return writer.integer(column.values[row]);
    case "decimal": {
      const value = column.values[row];
      if (value === value) return writer.decimal(value, column.scales[row]);
      return writer.decimalText(column.exact.get(row) ?? "NaN");
    }
    case "float":
      return writer.float(column.values[row]);
    case "boolean":
      return writer.boolean(column.values[row] === 1);
    case "date":
      return writer.date(column.values[row]);
    case "time":
      return writer.time(column.values[row]);
    case "timestamp":
      return writer.timestamp(column.values[row]);
  }
}
