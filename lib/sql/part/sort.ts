/**
 * Prints the entries of an ORDER BY; text is ordered by its bytes.
 *
 * @module
 */
import type { Node, SortBy } from "@pgsql/types";
import { settle } from "@/lib/sql/cast.ts";
import { allowFields, type Context, type Typed } from "@/lib/sql/context.ts";
import type { Source } from "@/lib/sql/source.ts";

/** The words after what is ordered by, such as ` desc nulls last`. */
export function readDirection(entry: SortBy, source: Source): string {
  const { sortby_dir, sortby_nulls } = allowFields(
    entry,
    ["node", "sortby_dir", "sortby_nulls"],
    source,
  );
  const direction = sortby_dir === "SORTBY_DESC" ? " desc" : "";
  if (sortby_nulls === "SORTBY_NULLS_FIRST") return `${direction} nulls first`;
  return sortby_nulls === "SORTBY_NULLS_LAST" ? `${direction} nulls last` : direction;
}

/** Compiles an entry to its SQL and the part in it. */
export function compileSort(
  entry: Node,
  context: Context,
): { readonly sql: string; readonly part: Typed; readonly words: string } {
  const { source } = context;
  if (!("SortBy" in entry)) return source.refuse({ message: "Cannot read this order" });
  const words = readDirection(entry.SortBy, source);
  const compiled = context.compile(entry.SortBy.node, context);
  const part = settle(compiled, context);
  const collate = part.type === "text" ? ` collate "C"` : "";
  return { sql: `${part.sql}${collate}${words}`, part, words };
}
