/**
 * Finds what a load can keep while it reads: the rollups of kpi cells that hang
 * on it through nothing but filters, and what such filters leave of its rows.
 * The figures are those of the plain plan.
 *
 * @module
 */
import type { RollupRequest } from "@/lib/read/rollup.ts";
import type { CountRequest } from "@/lib/read/row_counts.ts";
import type { RowFilter, RunContext } from "@/lib/steps/step.ts";
import type { Plan, PlannedCell } from "./plan.ts";

/** Returns what cells below a load want of it by their keys, but for those in the catalogue. */
export function findWanted(
  plan: Plan,
  load: string,
  { cache }: { readonly cache: boolean },
): RunContext["wanted"] {
  const rollups = new Map<string, RollupRequest>();
  const counts = new Map<string, CountRequest>();
  if (plan.cells.get(load)?.step.kind !== "load") return { rollups, counts };
  for (const cell of plan.cells.values()) {
    const { key, step, parameters } = cell;
    if (key === null || cell.waits !== null || (cache && cell.stored !== null)) continue;
    const rollup = step.rollup?.(parameters, plan.setting) ?? null;
    const filters = step.counts?.(parameters) ?? null;
    const where = rollup === null && filters === null ? null : filterBetween(plan, cell, load);
    if (where === null) continue;
    if (rollup !== null) rollups.set(key, { ...rollup, where });
    // Counts begin with the rows of the load itself.
    const isWhole = where.notNull.length === 0 && where.exactRepeats === "keep";
    if (filters !== null && isWhole) counts.set(key, { filters });
  }
  return { rollups, counts };
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
