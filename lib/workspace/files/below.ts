/**
 * Which counts are parts of which: orders of visits, clicks of impressions.
 *
 * Cost: O(rows × columns²) time, for so few columns that it is not felt.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";

/** Of more columns it is not told. */
const MOST_COLUMNS = 16;

/**
 * Returns for columns of whole numbers from 0 on the others that they are above in no row and
 * below in some row. Rows are lists of values in the columns' order.
 */
export function belowOf(
  columns: readonly ColumnSchema[],
  rows: readonly (readonly Value[])[],
): Readonly<Record<string, readonly string[]>> {
  const counts = columns
    .map(({ name, type }, index) => ({ name, type, values: rows.map((row) => row[index]) }))
    .filter(({ name, type, values }) =>
      type === "integer" && name !== "__proto__" &&
      values.every((value) => value === null || typeof value === "number" && value >= 0)
    )
    .slice(0, MOST_COLUMNS);
  return Object.fromEntries(
    counts.map((one) => [
      one.name,
      counts.filter((other) => isBelow(one.values, other.values)).map(({ name }) => name),
    ]),
  );
}

function isBelow(values: readonly Value[], others: readonly Value[]): boolean {
  let below = false;
  for (const [row, value] of values.entries()) {
    const other = others[row];
    if (typeof value !== "number" || typeof other !== "number") continue;
    if (value > other) return false;
    if (value < other) below = true;
  }
  return below;
}
