/**
 * Tells when a clean cell does nothing but take rows out by what the load knows of them.
 *
 * @module
 */
import type { RowFilter } from "@/lib/steps/step.ts";
import type { CleanBody } from "./parameters.ts";

/** Returns what the cell takes out; `null` where it does more, or names all columns. */
export function filterOf({ steps }: CleanBody): RowFilter | null {
  const notNull = new Set<string>();
  let exactRepeats: RowFilter["exactRepeats"] = "keep";
  for (const operation of steps) {
    if ("drop_nulls" in operation && operation.drop_nulls !== true) {
      for (const name of operation.drop_nulls) notNull.add(name);
    } else if ("deduplicate" in operation && operation.deduplicate.by === undefined) {
      // All rows of a repeat are alike: which of them is kept makes no difference.
      exactRepeats = "drop";
    } else return null;
  }
  return { notNull: [...notNull], exactRepeats };
}
