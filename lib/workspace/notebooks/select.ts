/**
 * Which part of a plan is to be run: pure.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Plan } from "@/lib/notebook/run/plan.ts";
import type { RunWhat } from "./run_view.ts";

/** What is to be run, by a person or after an edit. */
export type Wanted = RunWhat | { readonly type: "cells"; readonly cells: readonly string[] };

/** Returns the cells that are wanted, with all that they need. @throws AppError NOT_FOUND */
export function selectCells(
  plan: Plan,
  wanted: Wanted,
  isFresh: (cell: string) => boolean,
): ReadonlySet<string> {
  return withParents(plan, wantedOf(plan, wanted, isFresh));
}

/** Returns a plan of these cells alone, which must hold the parents of each. */
export function partOf(plan: Plan, names: ReadonlySet<string>): Plan {
  const cells = new Map([...plan.cells].filter(([name]) => names.has(name)));
  return {
    ...plan,
    cells,
    order: plan.order.filter((name) => names.has(name)),
    problems: [...cells.values()].flatMap(({ problems }) => problems),
  };
}

function wantedOf(
  plan: Plan,
  wanted: Wanted,
  isFresh: (cell: string) => boolean,
): Iterable<string> {
  switch (wanted.type) {
    case "all":
      return plan.cells.keys();
    case "stale":
      return [...plan.cells.keys()].filter((name) => !isFresh(name));
    case "cells":
      return wanted.cells.filter((name) => plan.cells.has(name));
    case "cell":
      if (!plan.cells.has(wanted.cell)) throw noCell(wanted.cell);
      return wanted.below ? withChildren(plan, wanted.cell) : [wanted.cell];
  }
}

function withParents(plan: Plan, names: Iterable<string>): ReadonlySet<string> {
  const found = new Set(names);
  for (const name of plan.order.toReversed()) {
    if (!found.has(name)) continue;
    for (const parent of plan.cells.get(name)?.parents ?? []) found.add(parent);
  }
  return found;
}

function withChildren(plan: Plan, name: string): ReadonlySet<string> {
  const found = new Set([name]);
  for (const other of plan.order) {
    if (plan.cells.get(other)?.parents.some((parent) => found.has(parent))) found.add(other);
  }
  return found;
}

/** Refuses a cell that is not there. */
export function noCell(name: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot find the cell as the notebook has none of this name: current value is ${
      JSON.stringify(name)
    }`,
  );
}
