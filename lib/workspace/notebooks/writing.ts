/**
 * The writing of one person in one cell, which is saved again and again: the history tells of it
 * once, while undoing goes back through each of its steps.
 *
 * @module
 */
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import type { YamlMapping } from "@/lib/notebook/file/yaml.ts";

/** What somebody writes, as it was saved last. */
export interface Writing {
  readonly cell: string;
  /** The id of the page that it is written on. */
  readonly editor: string;
  /** The newest revision of it. */
  readonly revision: number;
  /** What the cell held before its first; `null` where that could not be read. */
  readonly before: YamlMapping | null;
  /** Milliseconds since 1970 at which it was saved last. */
  readonly at: number;
}

/** A pause longer than this ends it. */
const PAUSE_MILLISECONDS = 5 * 60_000;

/** Returns the cell whose body alone is written by the edits, or `null`. */
export function writtenCell(edits: readonly Edit[]): string | null {
  const cells = new Set(edits.map((edit) => {
    switch (edit.type) {
      case "set_body":
      case "set_value":
      case "rename_key":
      case "move_item":
      case "put_item":
        return edit.cell;
      case "add_cell":
      case "add_prose":
      case "move_cell":
      case "duplicate_cell":
      case "delete_cell":
      case "rename_cell":
      case "set_disabled":
      case "set_prose":
      case "set_head":
      case "name_cells":
      case "change_text":
        return null;
    }
  }));
  const [cell = null] = cells;
  return cells.size === 1 ? cell : null;
}

/** Whether a page goes on writing what is the newest revision. A run or anybody else ends it. */
export function goesOn(
  writing: Writing | null,
  next: Pick<Writing, "cell" | "revision" | "at"> & { readonly editor: string | null },
): writing is Writing {
  return writing !== null && writing.cell === next.cell && writing.editor === next.editor &&
    writing.revision === next.revision && next.at - writing.at < PAUSE_MILLISECONDS;
}
