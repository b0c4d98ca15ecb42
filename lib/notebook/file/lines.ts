/**
 * Lines and columns of offsets in a text. A line ends with LF, CR LF or CR, as in
 * Markdown; lines and columns count from 1, columns in UTF-16 units.
 *
 * @module
 */

/** The offset at which each line starts, in order; the first is 0. */
export type LineStarts = readonly number[];

/** Finds where the lines of a text start. */
export function findLineStarts(text: string): LineStarts {
  const starts = [0];
  const end = /\r\n|\r|\n/g;
  while (end.exec(text) !== null) starts.push(end.lastIndex);
  return starts;
}

/** Returns the line and column of an offset. */
export function lineAndColumn(
  starts: LineStarts,
  offset: number,
): { readonly line: number; readonly column: number } {
  const index = lineIndexAt(starts, offset);
  return { line: index + 1, column: offset - starts[index] + 1 };
}

/** Returns the index of the line that holds an offset, by halving. */
export function lineIndexAt(starts: LineStarts, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Returns a line without its end. */
export function lineText(text: string, starts: LineStarts, index: number): string {
  const end = index + 1 < starts.length ? starts[index + 1] : text.length;
  return text.slice(starts[index], end).replace(/[\r\n]+$/, "");
}
