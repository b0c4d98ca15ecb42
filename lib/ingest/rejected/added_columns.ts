/**
 * The columns that stand behind the own columns of rejected rows, and that no event is read from: so
 * the file can be mended and sent back as it is.
 *
 * @module
 */

/** By what they tell; nobody else calls a column so. */
export const ADDED = {
  line: "daybook_line",
  column: "daybook_column",
  value: "daybook_value",
  reason: "daybook_reason",
  note: "daybook_note",
} as const;

/** What each file of rejected rows tells; a note is there where something else is missing. */
export const ALWAYS_ADDED = [ADDED.line, ADDED.column, ADDED.value, ADDED.reason] as const;

const NAMES: ReadonlySet<string> = new Set(Object.values(ADDED));

/** Whether a column is one of those, in any case. */
export function isAdded(name: string): boolean {
  return NAMES.has(name.trim().toLowerCase());
}
