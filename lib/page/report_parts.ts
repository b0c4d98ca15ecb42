/**
 * What of a notebook's cells a report shows first, and what of each cell is left for its place.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";

/** A cell as far as this asks. */
interface Shown {
  readonly kind: string;
  readonly blocks: readonly Block[];
}

/** Returns what is read first: the texts of summaries, and the numbers of the first kpi cell. */
export function summaryBlocks(cells: readonly Shown[]): readonly Block[] {
  const texts = cells.filter(({ kind }) => kind === "summary").flatMap(({ blocks }) => blocks);
  const numbers = cells.find(({ kind }) => kind === "kpi")?.blocks
    .filter(({ type }) => type === "number") ?? [];
  return [...texts, ...numbers];
}

/** Returns what a cell shows in its own place, its numbers being above. */
export function placedBlocks({ kind, blocks }: Shown): readonly Block[] {
  return kind === "kpi" ? blocks.filter(({ type }) => type !== "number") : blocks;
}
