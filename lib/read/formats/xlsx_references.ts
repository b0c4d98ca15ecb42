/**
 * Columns by letters.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** The last column is XFD. */
export const MAX_COLUMNS = 16_384;

/** Returns the column, from 0, of a cell's name such as `AB12`. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  if (column < 1 || column > MAX_COLUMNS) {
    throw new AppError(
      "BAD_FILE",
      `Cannot read the sheet as it must name cells from A1 to XFD1048576: current value is "${
        reference.slice(0, 20)
      }"`,
    );
  }
  return column - 1;
}

/** Returns a column's letters, from 0 for `A`. */
export function columnLetters(column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + (rest - 1) % 26) + letters;
  }
  return letters;
}
