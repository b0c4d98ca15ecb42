/**
 * Finds the columns and dimensions that a cell's body names.
 *
 * @module
 */
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { suggestName } from "@/lib/nearest.ts";
import { findColumn } from "@/lib/sql/column.ts";
import { refuseKey } from "./refusal.ts";

/** Names that a remedy lists. */
const LISTED = 12;

/** Finds a column that a key of the body names. @throws AppError MISSING_COLUMN at that key */
export function requireColumn(
  columns: readonly ColumnSchema[],
  name: string,
  key: string,
): ColumnSchema {
  const found = findColumn(columns, name);
  if (found !== null) return found;
  const names = columns.map((one) => one.name);
  throw refuseKey(
    "MISSING_COLUMN",
    key,
    `Cannot read a column as the input has none of this name: current value is "${name}"`,
    suggestName(name, names) ?? `Columns are ${names.slice(0, LISTED).join(", ")}`,
  );
}

/**
 * Returns the names of a kpi's dimensions, once all that keys of the body name are among them.
 *
 * @throws AppError MISSING_COLUMN at the first key that names no dimension
 */
export function requireDimensions(
  columns: readonly ColumnSchema[],
  named: readonly (readonly [key: string, name: string])[],
): readonly string[] {
  const dimensions = columns.filter(({ role }) => role === "dimension").map(({ name }) => name);
  for (const [key, name] of named) {
    if (dimensions.includes(name)) continue;
    throw refuseKey(
      "MISSING_COLUMN",
      key,
      `Cannot use a dimension as the kpi cell has none of this name: current value is "${name}"`,
      suggestName(name, dimensions) ??
        (dimensions.length === 0
          ? "Name it under by in the kpi cell"
          : `Dimensions are ${dimensions.join(", ")}`),
    );
  }
  return dimensions;
}
