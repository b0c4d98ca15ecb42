/**
 * Which table of a cell shows the first rows of its own result, so that all of them can be opened.
 *
 * @module
 */
import type { TableBlock } from "@/lib/chart/block.ts";
import type { CellOutput } from "./notebook_view.ts";

/** Whether a table is the result's own rows: steps give a title to every other table. */
export function isRowTable(table: TableBlock, { rows, key }: CellOutput): boolean {
  return key !== "" && table.title === null && rows > 0 && table.total === rows;
}
