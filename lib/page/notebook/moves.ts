/**
 * Where a cell goes when it is moved by one: past the next block that a reader sees.
 *
 * @module
 */
import type { BlockView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** The places before which a cell would stand, as edits call them; `null` where it can go no further. */
export interface Moves {
  readonly up: number | null;
  readonly down: number | null;
}

/** Whether a block shows anything: blank lines between cells are prose of the file alone. */
export function isShown(block: BlockView): boolean {
  return block.type === "cell" || block.markdown.trim() !== "";
}

/** Returns where the block of this index can go. */
export function movesOf(blocks: readonly BlockView[], index: number): Moves {
  const shown = blocks.filter(isShown).map((block) => block.index);
  const place = shown.indexOf(index);
  return {
    up: shown[place - 1] ?? null,
    down: place + 1 < shown.length ? shown[place + 1] + 1 : null,
  };
}
