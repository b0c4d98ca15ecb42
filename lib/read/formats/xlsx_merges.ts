/**
 * Merged cells: one value that stands over several.
 *
 * @module
 */
import { MAX_COLUMNS } from "./xlsx_references.ts";

/** The last row of the format. */
export const MAX_ROWS = 1_048_576;

/** Columns are from 0, lines from 1; all four belong to it. */
export interface Merge {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly first: number;
  readonly last: number;
}

/** Reads a range such as `B1:D1`; `null` where it is none of several cells. */
export function mergeOf(range: string): Merge | null {
  const ends = /^([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})$/.exec(range);
  if (ends === null) return null;
  const merge = {
    firstLine: Number(ends[2]),
    lastLine: Number(ends[4]),
    first: columnAt(ends[1]),
    last: columnAt(ends[3]),
  };
  const isRange = merge.firstLine <= merge.lastLine && merge.first <= merge.last &&
    merge.lastLine <= MAX_ROWS && merge.last < MAX_COLUMNS;
  const isOne = merge.firstLine === merge.lastLine && merge.first === merge.last;
  return isRange && !isOne ? merge : null;
}

function columnAt(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Whether cells beside one another are merged. */
export function isWide({ first, last }: Merge): boolean {
  return last > first;
}

/** The merged cells of a line, from left to right; of two that overlap the first. */
export function mergesOn(merges: readonly Merge[], line: number): readonly Merge[] {
  const found: Merge[] = [];
  const onLine = merges.filter(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine)
    .toSorted((a, b) => a.first - b.first);
  for (const merge of onLine) {
    if (merge.first > (found.at(-1)?.last ?? -1)) found.push(merge);
  }
  return found;
}
