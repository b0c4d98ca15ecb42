/**
 * Rows as CSV for people's spreadsheets: RFC 4180, and nothing that a spreadsheet
 * would run, whichever sign it splits at.
 *
 * @module
 */
import { type Frame, type Value, valueAt } from "./frame.ts";
import { guardedText, quotedField } from "./guard.ts";

export const REJECTED_COLUMNS = [
  { name: "line" },
  { name: "column" },
  { name: "value" },
  { name: "reason" },
] as const;

/** Returns the line of the columns' names. */
export function csvHeader(columns: readonly { readonly name: string }[]): string {
  return `${columns.map(({ name }) => csvField(name)).join(",")}\r\n`;
}

/** Returns the lines of a frame's rows. */
export function csvLines(frame: Frame): string {
  const lines: string[] = [];
  for (let row = 0; row < frame.length; row++) {
    const fields = frame.columns.map((column) => {
      const value = valueAt(column, row);
      return column.type === "float" && typeof value === "number"
        ? String(Number(value.toPrecision(12)))
        : csvField(value);
    });
    lines.push(`${fields.join(",")}\r\n`);
  }
  return lines.join("");
}

/** Writes one field; a formula is told from text by an apostrophe, as spreadsheets do. */
export function csvField(value: Value): string {
  if (value === null) return "";
  return typeof value === "string" ? quotedField(guardedText(value, ","), ",") : String(value);
}
