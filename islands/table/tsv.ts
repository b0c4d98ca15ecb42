/**
 * Cells as tab-separated text, as spreadsheets paste it.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import type { CellRange } from "./cursor.ts";

/** A text that starts so would be a formula where it is pasted. */
const FORMULA = /^[=+\-@\t\r]/;

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
  if (typeof value !== "string") return String(value);
  const isNumber = /^[+-]?\d+(\.\d+)?$/.test(value);
  const safe = FORMULA.test(value) && !isNumber ? `'${value}` : value;
  return /["\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
