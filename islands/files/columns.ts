/**
 * What was decided of a column, by the reader and by hand.
 *
 * @module
 */
import type { Decision, FileFacts } from "@/lib/read/facts.ts";
import type { ColumnOptions, ReadOptions } from "@/lib/read/options.ts";

/** The name that a column has in the file, of which options are told. */
export function foundName({ columns = {} }: ReadOptions, name: string): string {
  return Object.entries(columns).find(([, own]) => own.name === name)?.[0] ?? name;
}

/** What is decided by hand of a column, by its name in the file. */
export function columnOptions({ columns = {} }: ReadOptions, found: string): ColumnOptions {
  return Object.hasOwn(columns, found) ? columns[found] : {};
}

/** The columns that are left out, by their names in the file. */
export function leftOutOf({ columns = {} }: ReadOptions): readonly string[] {
  return Object.entries(columns).flatMap(([name, own]) => own.leave_out === true ? [name] : []);
}

/** What was decided of one column, where a person may want to look. */
export function columnDecisions(facts: FileFacts, column: string): readonly Decision[] {
  return facts.decisions.filter((one) => one.column === column);
}

/** The unit of a column's numbers, or `null`. */
export function unitOf(facts: FileFacts, column: string): string | null {
  const found = facts.decisions.find((one) => one.column === column && one.what === "unit");
  return found === undefined || found.chosen === "none" ? null : found.chosen;
}
