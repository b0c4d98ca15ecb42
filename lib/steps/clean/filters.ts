/**
 * Tells when a clean cell does nothing but take rows out by what the load knows of them.
 *
 * @module
 */
import type { RowFilter } from "@/lib/steps/step.ts";
import type { CleanBody } from "./parameters.ts";

/** Returns what each operation takes out; `null` where one does more, or names all columns. */
export function filtersOf({ steps }: CleanBody): readonly RowFilter[] | null {
  const filters: RowFilter[] = [];
  for (const operation of steps) {
    if ("drop_nulls" in operation && operation.drop_nulls !== true) {
      filters.push({ notNull: operation.drop_nulls, exactRepeats: "keep" });
    } else if ("deduplicate" in operation && operation.deduplicate.by === undefined) {
      // All rows of a repeat are alike: which of them is kept makes no difference.
      filters.push({ notNull: [], exactRepeats: "drop" });
    } else return null;
  }
  return filters;
}

/** Returns what the cell takes out in all; `null` where it does more, or names all columns. */
export function filterOf(body: CleanBody): RowFilter | null {
  const filters = filtersOf(body);
  if (filters === null) return null;
  return {
    notNull: [...new Set(filters.flatMap(({ notNull }) => notNull))],
    exactRepeats: filters.some((filter) => filter.exactRepeats === "drop") ? "drop" : "keep",
  };
}
