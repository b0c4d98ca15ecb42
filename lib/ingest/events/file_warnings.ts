/**
 * What is to be told of a file of events though it was taken.
 *
 * @module
 */
import type { FileFacts } from "@/lib/read/facts.ts";
import type { EventColumns } from "./columns.ts";
import type { EventRejection } from "./event.ts";

/** Something that is told; `line` and `column` are `null` where it is of the whole file. */
export interface EventWarning {
  readonly line: number | null;
  readonly column: string | null;
  readonly reason: string;
}

/** Tells what the reader found, what it could not tell for sure, and which rows made no event. */
export function fileWarnings(
  columns: EventColumns,
  facts: FileFacts,
  rejections: readonly EventRejection[],
): readonly EventWarning[] {
  const whole = (reason: string) => ({ line: null, column: null, reason });
  const doubts = facts.decisions
    .filter(({ column, doubtful }) => doubtful && isRead(columns, column))
    .map(({ what, column, chosen, evidence }) => ({
      line: null,
      column,
      reason: `The ${what} cannot be told for sure, ${chosen} was taken: ${evidence}`,
    }));
  const rejected = rejections.map(({ line, column, reason }) => ({ line, column, reason }))
    .toSorted((one, other) => one.line - other.line);
  const empty = facts.rows === 0 ? [whole("There are no rows")] : [];
  return [
    ...columns.warnings.map(whole),
    ...empty,
    ...facts.warnings.map(whole),
    ...doubts,
    ...rejected,
  ];
}

/** Whether a column is read as something else than the text it is. */
function isRead({ time, value }: EventColumns, column: string | null): boolean {
  return column === time || column === value;
}
