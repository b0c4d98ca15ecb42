/**
 * Keys of a join as codes: equal exactly where the values are, never where one is missing.
 *
 * @module
 */
import { type Column, valueAt } from "./frame.ts";

/** Returns a code for each row of two key columns of one type. */
export function keyCodes(
  left: Column,
  right: Column,
): readonly [left: readonly string[], right: readonly string[]] {
  const known = new Map<unknown, string>();
  const codesOf = (column: Column, missing: string) =>
    Array.from({ length: column.values.length }, (_, row) => {
      const value = valueAt(column, row);
      // A code of its own for each: what is missing equals nothing.
      if (value === null) return `${missing}${row}`;
      const code = known.get(value) ?? `k${known.size}`;
      known.set(value, code);
      return code;
    });
  return [codesOf(left, "l"), codesOf(right, "r")];
}

/** Returns how many rows a join gives, before it is made. */
export function joinedRows(
  [left, right]: readonly [readonly string[], readonly string[]],
  how: "inner" | "left",
): number {
  const partners = new Map<string, number>();
  for (const code of right) partners.set(code, (partners.get(code) ?? 0) + 1);
  return left.reduce(
    (rows, code) => rows + (partners.get(code) ?? (how === "left" ? 1 : 0)),
    0,
  );
}
