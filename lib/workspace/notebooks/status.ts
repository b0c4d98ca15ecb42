/**
 * How cells stand, from the plan, the catalogue and what they show: pure.
 *
 * @module
 */
import type { Plan, PlannedCell } from "@/lib/notebook/run/plan.ts";
import { neededKeys } from "@/lib/steps/schema.ts";
import type { CellStatus } from "./notebook_view.ts";
import type { Shown } from "./shown.ts";

/** What statuses follow from. */
export interface Standing {
  readonly plan: Plan;
  readonly shown: ReadonlyMap<string, Shown>;
  /** Cells that run or will, with how they stand. */
  readonly live: ReadonlyMap<string, CellStatus>;
  /** Cells that wait for the owner's grant. */
  readonly ungranted: ReadonlySet<string>;
  /** The keys that cells were computed for when that was cancelled. */
  readonly cancelled: ReadonlyMap<string, string>;
  /** Whether the catalogue has the cell's result. */
  readonly isStored: (cell: PlannedCell) => boolean;
}

/** Returns how each cell of a plan stands, in the order of the page. */
export function findStatuses(standing: Standing): ReadonlyMap<string, CellStatus> {
  const { plan } = standing;
  const settled = new Map<string, CellStatus>();
  for (const name of plan.order) {
    const cell = plan.cells.get(name);
    if (cell !== undefined) settled.set(name, settle(cell, settled, standing));
  }
  return new Map(
    [...plan.cells].map(([name, cell]) => {
      const status = standing.live.get(name) ?? settled.get(name) ??
        settle(cell, settled, standing);
      return [name, status] as const;
    }),
  );
}

/** Whether a cell shows what it would show if it were run now. */
export function isFresh(
  cell: PlannedCell,
  isStored: (cell: PlannedCell) => boolean,
): boolean {
  return cell.key !== null && !hasErrors(cell) && isStored(cell);
}

function settle(
  cell: PlannedCell,
  above: ReadonlyMap<string, CellStatus>,
  { plan, shown, ungranted, cancelled, isStored }: Standing,
): CellStatus {
  const { name, key } = cell;
  if (
    plan.notebook.blocks.some((one) => one.type === "cell" && one.name === name && one.disabled)
  ) {
    return { state: "disabled" };
  }
  if (ungranted.has(name)) return { state: "waiting", reason: "it needs the owner's grant" };
  if (hasErrors(cell)) {
    return !shown.has(name) && lacksKeysAlone(cell, plan)
      ? { state: "stale", shown: false, unset: true }
      : { state: "failed" };
  }
  if (cell.waits !== null) return { state: "waiting", reason: cell.waits };
  if (isFresh(cell, isStored)) return { state: "fresh" };
  const failure = shown.get(name)?.failure ?? null;
  if (failure !== null && key !== null && failure.key === key) return { state: "failed" };
  for (const parent of cell.parents) {
    const { state } = above.get(parent) ?? { state: "stale" };
    if (state === "failed") return { state: "waiting", reason: `"${parent}" failed` };
    if (state === "waiting") return { state: "waiting", reason: `"${parent}" waits` };
  }
  return {
    state: "stale",
    shown: (shown.get(name)?.key ?? null) !== null,
    ...(key !== null && cancelled.get(name) === key ? { cancelled: true } : {}),
  };
}

function hasErrors(cell: PlannedCell): boolean {
  return errorsOf(cell).length > 0;
}

function errorsOf({ problems }: PlannedCell): PlannedCell["problems"] {
  return problems.filter(({ severity }) => severity === "error");
}

/** Whether nothing in a body is wrong but what it still lacks, as where it was just added. */
function lacksKeysAlone(cell: PlannedCell, { notebook }: Plan): boolean {
  const block = notebook.blocks.find((one) => one.type === "cell" && one.name === cell.name);
  if (block?.type !== "cell" || !block.body.sound) return false;
  const written = Object.keys(block.body.values);
  const isBare = written.every((key) => key === "from");
  if (!isBare && !neededKeys(cell.step.parameters).some((key) => !written.includes(key))) {
    return false;
  }
  // A problem of a key that is not there is told of the whole body, or of the key.
  return errorsOf(cell).every(({ place: { key } }) =>
    key === undefined || !written.includes(key.split(".")[0])
  );
}
