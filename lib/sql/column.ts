/**
 * Makes an expression a column, and says what to do about one that is missing.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
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

/** What to do about a name that no column has. */
export function suggestColumn(name: string, known: readonly string[]): string | null {
  const near = suggestName(name, known);
  if (near !== null) return near;
  // Only a name in double quotes keeps its capitals and blanks: a text was meant, most likely.
  if (/[^\p{Ll}\p{Lo}0-9_]/u.test(name)) return `A text stands in single quotes: '${name}'`;
  return known.length === 0 ? null : `Columns are ${known.slice(0, 12).join(", ")}`;
}
