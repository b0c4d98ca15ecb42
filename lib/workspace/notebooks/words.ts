/**
 * Says in words what edits did, for the history.
 *
 * @module
 */
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import { isMapping, type YamlMapping, type YamlValue } from "@/lib/notebook/file/yaml.ts";

/** Changes of a body that are told one by one. */
const TOLD = 3;

/** A longer value is not told. */
const SHORT = 40;

/** Returns what changed in a cell's body, such as 'Changed "odd": threshold 3 → 4'. */
export function describeBody(cell: string, before: YamlMapping, after: YamlMapping): string {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => describeValue(path, old.get(path) ?? null, now.get(path) ?? null));
  if (changes.length === 0) return `Changed how "${cell}" is written`;
  const told = changes.slice(0, TOLD).join(", ");
  const more = changes.length > TOLD ? ` and ${changes.length - TOLD} more` : "";
  return `Changed "${cell}": ${told}${more}`;
}

function describeValue(path: string, before: string | null, after: string | null): string {
  if (after === null) return `${path} removed`;
  const isLong = (text: string | null) =>
    text !== null && (text.length > SHORT || text.includes("\n"));
  if (isLong(before) || isLong(after)) return `${path} ${before === null ? "added" : "rewritten"}`;
  return before === null ? `${path} set to ${after}` : `${path} ${before} → ${after}`;
}

/** The values of a body as text, by their paths; a list of words is one value. */
function valuesOf(body: YamlMapping): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const put = (value: YamlValue, path: string) => {
    if (isMapping(value) && (path === "" || Object.keys(value).length > 0)) {
      for (const [key, one] of Object.entries(value)) {
        put(one, path === "" ? key : `${path}.${key}`);
      }
    } else if (Array.isArray(value) && value.some((one) => typeof one === "object")) {
      for (const [i, one] of value.entries()) put(one, `${path}[${i + 1}]`);
    } else if (typeof value === "string") values.set(path, value);
    else values.set(path, JSON.stringify(value).replaceAll('"', ""));
  };
  put(body, "");
  return values;
}

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
    case "put_item":
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
