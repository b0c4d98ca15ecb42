/**
 * Cells as tab-separated text, as spreadsheets paste it.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import { guardedText, quotedField } from "@/lib/frame/guard.ts";
import type { CellRange } from "./cursor.ts";

/** Writes the cells of a range, with the names of the columns above them where those are given. */
export function tsvOf(
  rows: readonly (readonly Value[])[],
  range: CellRange,
  names: readonly string[] | null = null,
): string {
  const lines = rows.slice(range.top, range.bottom + 1)
    .map((row) => row.slice(range.left, range.right + 1));
  const all = names === null ? lines : [names.slice(range.left, range.right + 1), ...lines];
  return all.map((line) => line.map(tsvField).join("\t")).join("\n");
}

function tsvField(value: Value): string {
  if (value === null) return "";
  return typeof value === "string" ? quotedField(guardedText(value, "\t"), "\t") : String(value);
}
