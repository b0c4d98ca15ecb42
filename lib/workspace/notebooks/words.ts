/**
 * Says in words what edits did, for the history.
 *
 * @module
 */
import type { Edit } from "@/lib/notebook/edit/edit.ts";

/** Returns a few words, such as 'Changed "daily"'. */
export function describeEdits(edits: readonly Edit[]): string {
  const words = [...new Set(edits.map(describe))];
  const [first = "Changed nothing"] = words;
  return words.length <= 1 ? first : `${first} and ${words.length - 1} more`;
}

function describe(edit: Edit): string {
  switch (edit.type) {
    case "add_cell":
      return edit.name === undefined ? `Added a ${edit.kind} cell` : `Added "${edit.name}"`;
    case "add_prose":
      return "Added text";
    case "move_cell":
      return `Moved "${edit.cell}"`;
    case "duplicate_cell":
      return `Duplicated "${edit.cell}"`;
    case "delete_cell":
      return `Deleted "${edit.cell}"`;
    case "rename_cell":
      return `Renamed "${edit.cell}" to "${edit.to}"`;
    case "set_body":
    case "set_value":
    case "rename_key":
    case "move_item":
      return `Changed "${edit.cell}"`;
    case "set_disabled":
      return `${edit.disabled ? "Disabled" : "Enabled"} "${edit.cell}"`;
    case "set_prose":
      return edit.text.trim() === "" ? "Deleted text" : "Changed text";
    case "set_head":
      return edit.path[0] === "params" ? "Changed parameters" : `Changed the ${headWord(edit)}`;
    case "name_cells":
      return "Named cells";
    case "change_text":
      return "Changed the file";
  }
}

function headWord({ path }: Extract<Edit, { type: "set_head" }>): string {
  return String(path[0] ?? "front matter").replaceAll("_", " ");
}
