/**
 * Reads rows as they were sent: those of CSV as cells, those of JSON as their text.
 *
 * Cost: O(bytes) time; memory of a batch of rows, or of a record.
 *
 * @module
 */
import { openEvents } from "@/lib/ingest/events/open_events.ts";
import type { FileAsked } from "@/lib/ingest/events/file_asked.ts";
import type { ByteSource } from "@/lib/read/formats/format.ts";
import { csvRows } from "./csv_rows.ts";
import { plainJson } from "./json_source.ts";
import { jsonRows } from "./json_rows.ts";
import { ndjsonRows } from "./ndjson_rows.ts";
import { LineWalk } from "./row_lines.ts";
import type { SentRow } from "./sent_row.ts";

/** How the rows of a file come. */
export interface SentRows {
  readonly format: "csv" | "ndjson";
  /** The file's own columns. */
  readonly names: readonly string[];
  /** In the order of their lines; the same list is not given twice. */
  readonly rows: AsyncIterable<readonly SentRow[]>;
}

/** What is asked of a file whose rows are wanted. */
export type RowsAsked = Pick<FileAsked, "name" | "format" | "encoding">;

/** Opens the rows that stand on some lines, as `PackedLines` has them. @throws AppError as `openEvents` */
export async function openSentRows(
  source: ByteSource,
  asked: RowsAsked,
  lines: Uint8Array,
): Promise<SentRows> {
  const { format, table, columns } = await openEvents(source, asked);
  const names = table.layout.names.filter((name) => !columns.added.includes(name));
  const walk = new LineWalk(lines);
  const isWanted = (line: number) => walk.has(line);
  switch (format) {
    case "csv":
      return { format, names, rows: csvRows(table, { names, isWanted }) };
    case "ndjson":
      return { format, names, rows: ndjsonRows(await plainJson(source), { names, isWanted }) };
    case "json": {
      const path = table.told.decisions.find(({ what }) => what === "records")?.chosen ?? null;
      const json = await plainJson(source);
      return { format: "ndjson", names, rows: jsonRows(json, { names, path, columns, isWanted }) };
    }
  }
}
