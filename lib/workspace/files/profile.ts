/**
 * What the values of each column of a sample are like.
 *
 * Cost: O(rows × columns) time, one column's values in memory.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnSchema, ColumnType } from "@/lib/frame/schema.ts";

/** Above so many different values it is only told that they are many. */
const MOST_DISTINCT = 1000;
/** The most frequent values that are kept. */
const TOP_VALUES = 12;
const DAY_MILLISECONDS = 86_400_000;

/** What a sample of a column's values is like. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string | null;
  /** Rows of the sample that have a value. */
  readonly present: number;
  readonly missing: number;
  /** `null` where they are too many to count. */
  readonly distinct: number | null;
  /** Different texts where letters' case does not count; `null` where they are too many. */
  readonly distinctIgnoringCase: number | null;
  /** Different values for each value that there is: 1 where none comes twice, 0 without any. */
  readonly differentShare: number;
  /** The most frequent values that are texts, by their number. */
  readonly top: readonly { readonly text: string; readonly rows: number }[];
  /** Of numbers. */
  readonly least: number | null;
  readonly greatest: number | null;
  /** Of texts: letters, on average. */
  readonly meanLength: number | null;
  /** Of days and times: days between one day and the next that occurs, in the middle. */
  readonly medianGapDays: number | null;
  /** Whether a time is not midnight. */
  readonly hasTimes: boolean;
  /**
   * Of days and times: the share of the days, and of the hours, that have as many rows as most of
   * them have; 1 where rows come evenly, so that their number tells nothing.
   */
  readonly evenDays: number | null;
  readonly evenHours: number | null;
}

/** Profiles each column; rows are lists of values in the columns' order. */
export function profileColumns(
  columns: readonly ColumnSchema[],
  rows: readonly (readonly Value[])[],
): readonly ColumnProfile[] {
  return columns.map((column, index) => profile(column, rows.map((row) => row[index])));
}

function profile({ name, type, unit }: ColumnSchema, all: readonly Value[]): ColumnProfile {
  const values = all.filter((value) => value !== null);
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const few = counts.size <= MOST_DISTINCT;
  const texts = values.filter((value) => typeof value === "string");
  const isText = type === "text";
  const isTime = type === "date" || type === "timestamp";
  return {
    name,
    type,
    unit,
    present: values.length,
    missing: all.length - values.length,
    distinct: few ? counts.size : null,
    distinctIgnoringCase: isText && few
      ? new Set([...counts.keys()].map((value) => String(value).toLowerCase())).size
      : null,
    differentShare: values.length === 0 ? 0 : counts.size / values.length,
    top: isText && few ? topOf(counts) : [],
    ...rangeOf(values),
    meanLength: isText && texts.length > 0
      ? texts.reduce((sum, text) => sum + text.length, 0) / texts.length
      : null,
    medianGapDays: isTime ? medianGap(texts) : null,
    hasTimes: type === "timestamp" && texts.some((text) => !text.includes("T00:00:00Z")),
    evenDays: isTime ? evenShare(texts, "2026-01-01".length) : null,
    evenHours: isTime ? evenShare(texts, "2026-01-01T00".length) : null,
  };
}

/** The share of the periods, told by the first letters of a time, that have the usual number. */
function evenShare(texts: readonly string[], letters: number): number | null {
  const rows = new Map<string, number>();
  for (const text of texts) {
    const period = text.slice(0, letters);
    rows.set(period, (rows.get(period) ?? 0) + 1);
  }
  if (rows.size === 0) return null;
  const periods = new Map<number, number>();
  for (const count of rows.values()) periods.set(count, (periods.get(count) ?? 0) + 1);
  return Math.max(...periods.values()) / rows.size;
}

function topOf(counts: ReadonlyMap<Value, number>): ColumnProfile["top"] {
  return [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, TOP_VALUES)
    .map(([value, rows]) => ({ text: String(value), rows }));
}

function rangeOf(
  values: readonly Value[],
): { readonly least: number | null; readonly greatest: number | null } {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (typeof value !== "number") continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least > greatest ? { least: null, greatest: null } : { least, greatest };
}

function medianGap(texts: readonly string[]): number | null {
  const days = [...new Set(texts.map((text) => text.slice(0, 10)))].sort()
    .map((day) => Date.parse(day) / DAY_MILLISECONDS);
  const gaps = days.slice(1).map((day, index) => day - days[index]).sort((a, b) => a - b);
  return gaps.length === 0 ? null : gaps[gaps.length >> 1];
}
