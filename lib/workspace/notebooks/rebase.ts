/**
 * Whether edits that were made on an older text can be made on the newest one.
 *
 * Only where that is certain to do what was meant: each edit changes the body of one cell, or
 * the text of one piece of prose, and what it changes is on both texts the same. All else is
 * a conflict.
 *
 * @module
 */
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import { itemsAt } from "@/lib/notebook/edit/item.ts";
import { findCell, type Notebook } from "@/lib/notebook/model.ts";

/** Whether the edits mean the same on both notebooks. */
export function canRebase(
  edits: readonly Edit[],
  { before, now }: { readonly before: Notebook; readonly now: Notebook },
): boolean {
  return edits.every((edit) => {
    switch (edit.type) {
      case "set_body":
      case "set_value":
      case "rename_key":
      case "move_item":
      case "set_disabled":
        return isSameCell(edit.cell, before, now);
      case "put_item":
        return isSameItem(edit, before, now);
      case "set_prose":
        return isSameProse(edit.block, before, now);
      case "set_head":
        return before.text.slice(0, before.head.end) === now.text.slice(0, now.head.end);
      case "add_cell":
      case "add_prose":
      case "move_cell":
      case "duplicate_cell":
      case "delete_cell":
      case "rename_cell":
      case "name_cells":
      case "change_text":
        return false;
    }
  });
}

function isSameCell(name: string, before: Notebook, now: Notebook): boolean {
  const old = findCell(before, name);
  const cell = findCell(now, name);
  return old !== null && cell !== null && old.kind === cell.kind &&
    old.body.text === cell.body.text;
}

/** Whatever else of the list or the cell changed. */
function isSameItem(
  edit: Extract<Edit, { type: "put_item" }>,
  before: Notebook,
  now: Notebook,
): boolean {
  const [old, cell] = [findCell(before, edit.cell), findCell(now, edit.cell)];
  if (old === null || cell === null || old.kind !== cell.kind) return false;
  const items = [old, cell].map(({ body }) => itemsAt(body.values, edit));
  return JSON.stringify(items[0]) === JSON.stringify(items[1]);
}

/** A block is the same where the blocks before it are as many, and of the same cells. */
function isSameProse(index: number, before: Notebook, now: Notebook): boolean {
  const outline = ({ blocks }: Notebook) =>
    blocks.map((block) => block.type === "cell" ? block.name : "");
  const isSame = outline(before).join("\n") === outline(now).join("\n");
  const [old, block] = [before.blocks[index], now.blocks[index]];
  return isSame && old?.type === "prose" && block?.type === "prose" && old.text === block.text;
}
