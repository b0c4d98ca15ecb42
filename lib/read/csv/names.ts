/**
 * Makes column names that are unique and fit a database.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Decision } from "@/lib/read/facts.ts";
import type { ColumnOptions, ReadOptions } from "@/lib/read/options.ts";

/** The columns that every table of a file has before its own: the line, and whether the row repeats an earlier one. */
export const HIDDEN_COLUMNS = ["_line", "_repeat"] as const;

/** Names that every table of Postgres has for itself. */
const SYSTEM_COLUMNS = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"];

const RESERVED: readonly string[] = [...HIDDEN_COLUMNS, ...SYSTEM_COLUMNS];

/** Postgres cuts longer names in silence. */
const LONGEST_BYTES = 63;

const encoder = new TextEncoder();

/** Columns as they are called from now on. */
export interface NamedColumns {
  readonly names: readonly string[];
  /** Whether a person wants the column of the same place left out. */
  readonly leftOut: readonly boolean[];
  readonly decisions: readonly Decision[];
}

/**
 * Names for `width` columns: trimmed, numbered where empty or there already, or what a person
 * calls them. @throws AppError BAD_PARAMETER where two would have one name, or none is left
 */
export function columnNames(
  cells: readonly string[],
  width: number,
  { columns: owns = {} }: ReadOptions,
): NamedColumns {
  const taken = new Set<string>(RESERVED);
  const written = Array.from({ length: width }, (_, index) => cleaned(cells[index] ?? ""));
  const found = written.map((text, index) => {
    const name = uniqueName(text === "" ? `column_${index + 1}` : text, taken);
    taken.add(name);
    return name;
  });
  const unique = new Set(found);
  const ownOf = (name: string): ColumnOptions | undefined =>
    Object.hasOwn(owns, name) ? owns[name] : undefined;
  // A name as it is written serves too, where it had to be changed and no other column has it.
  const own = found.map((name, index) =>
    ownOf(name) ?? (unique.has(written[index]) ? undefined : ownOf(written[index]))
  );
  const names = found.map((name, index) => own[index]?.name ?? name);
  const leftOut = own.map((one) => one?.leave_out === true);
  if (width > 0 && leftOut.every(Boolean)) {
    throw new AppError("BAD_PARAMETER", "Cannot leave out every column as a table must have one");
  }
  refuseTwice(names.filter((_, index) => !leftOut[index]));
  const decisions = names.flatMap((name, index): readonly Decision[] => {
    const asked = own[index]?.name;
    const differs = name !== (cells[index] ?? "").trim() &&
      (cells.length > 0 || asked !== undefined);
    if (!differs || leftOut[index]) return [];
    return [{
      what: "name",
      column: name,
      chosen: name,
      evidence: asked !== undefined
        ? "the option"
        : written[index] === ""
        ? `column ${index + 1} has no name`
        : "the name in the file is taken, too long or has signs no name can have",
      doubtful: false,
      alternatives: [],
    }];
  });
  return { names, leftOut, decisions };
}

/** @throws AppError BAD_PARAMETER */
function refuseTwice(names: readonly string[]): void {
  const taken = new Set<string>(RESERVED);
  for (const name of names) {
    if (taken.has(name)) {
      throw new AppError(
        "BAD_PARAMETER",
        `Cannot name two columns alike, nor as the database names its own: ` +
          `current value is "${name}"`,
      );
    }
    taken.add(name);
  }
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
