/**
 * Finds what a load can keep while it reads: the rollups of kpi cells that hang
 * on it through nothing but filters. The figures are those of the plain plan.
 *
 * @module
 */
import type { RollupRequest } from "@/lib/read/rollup.ts";
import type { RowFilter } from "@/lib/steps/step.ts";
import type { Plan, PlannedCell } from "./plan.ts";

/** Returns the rollups by the key of their kpi; those already in the catalogue are left out. */
export function findRollups(
  plan: Plan,
  load: string,
  { cache }: { readonly cache: boolean },
): ReadonlyMap<string, RollupRequest> {
  const found = new Map<string, RollupRequest>();
  if (plan.cells.get(load)?.step.kind !== "load") return found;
  for (const cell of plan.cells.values()) {
    if (cell.key === null || cell.waits !== null || (cache && cell.stored !== null)) continue;
    const rollup = cell.step.rollup?.(cell.parameters, plan.setting) ?? null;
    const where = rollup === null ? null : filterBetween(plan, cell, load);
    if (rollup !== null && where !== null) found.set(cell.key, { ...rollup, where });
  }
  return found;
}

/** Joins the filters from a cell up to a load; `null` where anything else is between. */
function filterBetween(plan: Plan, cell: PlannedCell, load: string): RowFilter | null {
  const notNull = new Set<string>();
  let exactRepeats: RowFilter["exactRepeats"] = "keep";
  let name = cell.parents[0];
  while (name !== load) {
    const between = plan.cells.get(name);
    if (between === undefined) return null;
    // What hands on its input ("same") takes out nothing.
    const filter = between.step.gives === "same"
      ? { notNull: [], exactRepeats: "keep" as const }
      : between.step.filters?.(between.parameters) ?? null;
    if (filter === null) return null;
    for (const column of filter.notNull) notNull.add(column);
    if (filter.exactRepeats === "drop") exactRepeats = "drop";
    name = between.parents[0];
  }
  return { notNull: [...notNull], exactRepeats };
}
