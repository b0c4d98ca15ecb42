/**
 * Reads texts and bytes as files, for tests of the readers.
 *
 * @module
 */
import type { ColumnBatch, RowBatch } from "@/lib/read/columns/batch.ts";
import type { FileFacts, Rejection } from "@/lib/read/facts.ts";
import type { ByteSource } from "@/lib/read/formats/format.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { readBatches } from "@/lib/read/read_batches.ts";
import { dayText, timestampText, timeText } from "@/lib/read/values/calendar.ts";

/** A file as a test sees it: rows of values as text, `null` for nothing. */
export interface ReadText {
  readonly facts: FileFacts;
  readonly rows: readonly (readonly (string | null)[])[];
  readonly lines: readonly number[];
  readonly repeats: readonly number[];
  readonly rejections: readonly Rejection[];
  readonly attempts: number;
}

/** A source that gives these bytes in chunks of so many. */
export function sourceOf(bytes: Uint8Array, chunkBytes = 64 * 1024): ByteSource {
  return async function* () {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      yield await Promise.resolve(bytes.slice(at, at + chunkBytes));
    }
  };
}

/** Reads a text or bytes to their end. */
export async function readText(
  text: string | Uint8Array,
  options: ReadOptions = {},
  chunkBytes?: number,
): Promise<ReadText> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  let rows: (string | null)[][] = [];
  let lines: number[] = [];
  let repeats: number[] = [];
  let rejections: Rejection[] = [];
  let attempts = 0;
  for await (const event of readBatches(sourceOf(bytes, chunkBytes), options)) {
    switch (event.type) {
      case "table":
        [rows, lines, repeats, rejections] = [[], [], [], []];
        attempts = event.attempt;
        break;
      case "batch":
        for (let row = 0; row < event.batch.rows; row++) {
          rows.push(event.batch.columns.map((column) => valueText(column, event.batch, row)));
          lines.push(event.batch.lines[row]);
          repeats.push(event.batch.repeats[row]);
        }
        break;
      case "rejected":
        rejections.push(...event.rejections);
        break;
      case "progress":
        break;
      case "done":
        return { facts: event.facts, rows, lines, repeats, rejections, attempts };
    }
  }
  throw new Error("The reader ended without facts");
}

/** The value of a row as text. */
export function valueText(column: ColumnBatch, batch: RowBatch, row: number): string | null {
  if (column.nulls[row] === 1) return null;
  switch (column.type) {
    case "text":
      return new TextDecoder().decode(batch.bytes.subarray(column.starts[row], column.ends[row]));
    case "integer":
    case "decimal": {
      const exact = column.exact.get(row);
      if (exact !== undefined) return exact;
      const scale = column.scales[row];
      const digits = String(Math.abs(column.values[row])).padStart(scale + 1, "0");
      const whole = digits.slice(0, digits.length - scale);
      const sign = column.values[row] < 0 ? "-" : "";
      return `${sign}${whole}${scale === 0 ? "" : `.${digits.slice(-scale)}`}`;
    }
    case "float":
      return String(column.values[row]);
    case "boolean":
      return column.values[row] === 1 ? "true" : "false";
    case "date":
      return dayText(column.values[row]);
    case "time":
      return timeText(column.values[row]);
    case "timestamp":
      return timestampText(column.values[row]);
  }
}
