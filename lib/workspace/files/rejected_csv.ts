/**
 * All that a reading rejects, as CSV that is safe for spreadsheets.
 *
 * @module
 */
import { csvField, csvHeader, REJECTED_COLUMNS } from "@/lib/frame/csv.ts";
import type { Rejection } from "@/lib/read/facts.ts";
import type { ReadEvent } from "@/lib/read/read_rows.ts";

const encoder = new TextEncoder();

/** Writes the rejections of a reading once it is known which of its passes counts. */
export async function rejectedCsv(
  events: AsyncIterable<ReadEvent>,
): Promise<readonly Uint8Array[]> {
  let pieces: Uint8Array[] = [];
  for await (const event of events) {
    if (event.type === "table") pieces = [];
    else if (event.type === "rejected") {
      pieces.push(encoder.encode(event.rejections.map(lineOf).join("")));
    }
  }
  return [encoder.encode(csvHeader(REJECTED_COLUMNS)), ...pieces];
}

function lineOf({ line, column, value, reason }: Rejection): string {
  return `${[line, column, value, reason].map(csvField).join(",")}\r\n`;
}
