/**
 * Which cells a reader of results is shown: what others only build on is left out.
 *
 * @module
 */
import type { CellView } from "./notebook_view.ts";

/** Kinds whose rows are a means: a reader is shown what they lead to. */
const MEANS: readonly string[] = ["load", "clean", "check", "events"];

/** Whether the app view and the pages of links show a cell, which is one of these. */
export function isResult(cell: CellView, cells: readonly CellView[]): boolean {
  const { name, kind, status, output } = cell;
  if (status.state === "disabled") return false;
  if (status.state === "failed") return true;
  const isMeans = MEANS.includes(kind) || (kind === "sql" && isRead(name, cells));
  return !isMeans || (output?.blocks.some(({ type }) => type === "problems") ?? false);
}

/** A summary only tells of the cells that it reads. */
function isRead(name: string, cells: readonly CellView[]): boolean {
  return cells.some(({ kind, parents, status }) =>
    kind !== "summary" && status.state !== "disabled" && parents.includes(name)
  );
}
