/**
 * Which stale cells an edit reruns by itself: those that were quick the last time, with all
 * that is stale above them, for as long as they are quick together.
 *
 * @module
 */
import type { Plan, PlannedCell } from "@/lib/notebook/run/plan.ts";

/** What the cells that are rerun may have taken together. */
export const QUICK_MILLISECONDS = 1000;

/** What decides. */
export interface AutomaticOptions {
  readonly isFresh: (cell: string) => boolean;
  /** How long computing the cell took the last time; `null` where it never was. */
  readonly lastMilliseconds: (cell: string) => number | null;
  /** Whether only a person may rerun it, since it asks another server. */
  readonly isManual: (cell: string) => boolean;
}

/** Returns the cells to rerun, parents before children. */
export function chooseAutomatic(
  { order, cells }: Plan,
  { isFresh, lastMilliseconds, isManual }: AutomaticOptions,
): readonly string[] {
  const chosen: string[] = [];
  let milliseconds = 0;
  for (const name of order) {
    const cell = cells.get(name);
    if (cell === undefined || cell.key === null || cell.waits !== null || isFresh(name)) continue;
    if (cell.problems.some(({ severity }) => severity === "error") || isManual(name)) continue;
    if (!cell.parents.every((parent) => isFresh(parent) || chosen.includes(parent))) continue;
    const last = lastMilliseconds(name);
    if (last === null || milliseconds + last > QUICK_MILLISECONDS) continue;
    milliseconds += last;
    chosen.push(name);
  }
  return chosen;
}

/** Whether running a cell would ask another server than the database. */
export function asksOutside({ step, parameters }: PlannedCell): boolean {
  return parameters !== null && step.asksOutside?.(parameters) === true;
}
