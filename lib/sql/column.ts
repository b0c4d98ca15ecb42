/**
 * Makes an expression a column.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
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
