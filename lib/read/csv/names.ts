/**
 * Makes column names that are unique and fit a database.
 *
 * @module
 */
import type { Decision } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";

/** The columns that every table of a file has before its own: the line, and whether the row repeats an earlier one. */
export const HIDDEN_COLUMNS = ["_line", "_repeat"] as const;

/** Names that every table of Postgres has for itself. */
const SYSTEM_COLUMNS = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"];

/** Postgres cuts longer names in silence. */
const LONGEST_BYTES = 63;

const encoder = new TextEncoder();

/** Names for `width` columns: trimmed, numbered where empty or there already. */
export function columnNames(
  cells: readonly string[],
  width: number,
  options: ReadOptions,
): { readonly names: readonly string[]; readonly decisions: readonly Decision[] } {
  const taken = new Set<string>([...HIDDEN_COLUMNS, ...SYSTEM_COLUMNS]);
  const decisions: Decision[] = [];
  const names: string[] = [];
  for (let index = 0; index < width; index++) {
    const written = cleaned(cells[index] ?? "");
    const asked = Object.hasOwn(options.columns ?? {}, written)
      ? options.columns?.[written]?.name
      : undefined;
    const wanted = asked ?? (written === "" ? `column_${index + 1}` : written);
    const name = uniqueName(wanted, taken);
    taken.add(name);
    names.push(name);
    if (name !== (cells[index] ?? "").trim() && (cells.length > 0 || asked !== undefined)) {
      decisions.push({
        what: "name",
        column: name,
        chosen: name,
        evidence: written === ""
          ? `column ${index + 1} has no name`
          : asked !== undefined
          ? "the option"
          : "the name in the file is taken, too long or has signs no name can have",
        doubtful: false,
        alternatives: [],
      });
    }
  }
  return { names, decisions };
}

function cleaned(cell: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what is taken out
  return cell.replace(/\uFEFF/g, "").replace(/[\x00-\x1f\x7f\s]+/g, " ").trim();
}

function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  let name = shortened(wanted, LONGEST_BYTES);
  for (let number = 2; taken.has(name); number++) {
    const ending = `_${number}`;
    name = shortened(wanted, LONGEST_BYTES - ending.length) + ending;
  }
  return name;
}

/** Cuts a name to so many bytes of UTF-8, never inside a character. */
function shortened(name: string, bytes: number): string {
  if (encoder.encode(name).length <= bytes) return name;
  let short = "";
  for (const character of name) {
    if (encoder.encode(short + character).length > bytes) break;
    short += character;
  }
  return short;
}
