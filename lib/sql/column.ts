/**
 * Makes an expression a column, gives columns their names, and says what to do about
 * a column that is missing.
 *
 * @module
 */
import type { ColumnSchema, ColumnType } from "@/lib/frame/schema.ts";
import { suggestName } from "@/lib/nearest.ts";
import { coerce } from "./cast.ts";
import type { Typed } from "./context.ts";
import type { Source } from "./source.ts";

/** A column, which has the order of its bytes already, or what ends with that order. */
const ORDERED = /^(?:"(?:[^"]|"")+"\.)?"(?:[^"]|"")+"$| collate "C"\)$/;

/** Gives the part the type of a column; text takes the order of its bytes along. */
export function asColumn(
  part: Typed,
  source: Source,
  location?: number,
): Typed & { readonly type: ColumnType } {
  const { type } = part;
  if (type === "interval") {
    return source.refuse({
      code: "WRONG_TYPE",
      message: "Cannot keep an interval as a column",
      location,
      remedy: "Write extract(epoch from …) / 86400 for its days",
    });
  }
  if (type === "unknown") return asColumn(coerce(part, "text", { source, location }), source);
  const plain = type !== "text" || ORDERED.test(part.sql);
  return { ...part, type, sql: plain ? part.sql : `(${part.sql} collate "C")` };
}

/** Returns the column of this name, in another case if that is the only one; else `null`. */
export function findColumn(columns: readonly ColumnSchema[], name: string): ColumnSchema | null {
  const exact = columns.find((column) => column.name === name);
  if (exact !== undefined) return exact;
  const similar = columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
  return similar.length === 1 ? similar[0] : null;
}

/** What to do about a name that no column has. */
export function suggestColumn(name: string, known: readonly string[]): string | null {
  const near = suggestName(name, known);
  if (near !== null) return near;
  // Only a name in double quotes keeps its capitals and blanks: a text was meant, most likely.
  if (/[^\p{Ll}\p{Lo}0-9_]/u.test(name)) return `A text stands in single quotes: '${name}'`;
  return known.length === 0 ? null : `Columns are ${known.slice(0, 12).join(", ")}`;
}

/** Where columns are named. */
interface Place {
  readonly source: Source;
  readonly location: number | undefined;
}

/** Gives the first columns these names; the others keep theirs. */
export function renameColumns(
  columns: readonly ColumnSchema[],
  names: readonly string[],
  place: Place,
): readonly ColumnSchema[] {
  if (names.length > columns.length) {
    place.source.refuse({
      message: `Cannot name ${names.length} columns of ${columns.length}`,
      location: place.location,
    });
  }
  const renamed = columns.map((column, index) => ({
    ...column,
    name: names[index] ?? column.name,
  }));
  requireUnique(renamed, place);
  return renamed;
}

/** Column names are unique in every query, so that each can be named. */
export function requireUnique(columns: readonly ColumnSchema[], { source, location }: Place): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) {
      source.refuse({
        message: `Cannot name two columns the same: current value is "${name}"`,
        location,
        remedy: "Write … as another_name after one of them",
      });
    }
    seen.add(name);
  }
}
