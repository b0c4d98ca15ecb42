/**
 * Compiles ORDER BY and LIMIT of a query.
 *
 * @module
 */
import type { Node, SelectStmt } from "@pgsql/types";
import { coerce } from "@/lib/sql/cast.ts";
import {
  type Context,
  isConstant,
  locationOf,
  readStrings,
  type Typed,
} from "@/lib/sql/context.ts";
import { compileSort, readDirection } from "@/lib/sql/part/sort.ts";
import type { Source } from "@/lib/sql/source.ts";

/** A column after SELECT, by its name and by the SQL it is computed with. */
export interface OrderColumn {
  readonly name: string;
  readonly sql: string;
}

/**
 * Compiles ORDER BY: by name or number of a column after SELECT, else by an
 * expression. After a set operation, without a context, only the first is possible.
 */
export function compileOrder(
  select: SelectStmt,
  columns: readonly OrderColumn[],
  { source, context }: { readonly source: Source; readonly context: Context | null },
): { readonly sql: string; readonly parts: readonly Typed[] } {
  const parts: Typed[] = [];
  const entries = (select.sortClause ?? []).map((entry) => {
    if (!("SortBy" in entry)) return source.refuse({ message: "Cannot read this order" });
    const { node } = entry.SortBy;
    const position = findPosition(node, columns, source);
    if (position !== null) return `${position}${readDirection(entry.SortBy, source)}`;
    if (context === null) {
      return source.refuse({
        code: "MISSING_COLUMN",
        message: "Cannot order by what is no column of the result",
        location: locationOf(node),
        remedy: `Columns are ${columns.map(({ name }) => name).join(", ")}`,
      });
    }
    const { sql, part, words } = compileSort(entry, context);
    parts.push(part);
    const same = columns.findIndex((column) => column.sql === part.sql);
    if (same >= 0) return `${same + 1}${words}`;
    if (select.distinctClause?.some((distinct) => Object.keys(distinct).length === 0)) {
      source.refuse({
        message: "Cannot order by what DISTINCT leaves out",
        location: locationOf(node),
        remedy: "Select it too",
      });
    }
    return sql;
  });
  return { sql: entries.length === 0 ? "" : ` order by ${entries.join(", ")}`, parts };
}

/** Compiles LIMIT and OFFSET, which are whole numbers. */
export function compileLimit(select: SelectStmt, context: Context): string {
  const { limitCount, limitOffset, limitOption } = select;
  const count = limitCount === undefined || isNull(limitCount)
    ? null
    : wholeNumber(limitCount, context);
  const offset = limitOffset === undefined ? null : wholeNumber(limitOffset, context);
  if (count !== null && select.sortClause === undefined) {
    context.warn(context.source.problem({
      message: "Cannot tell which rows LIMIT keeps: there is no ORDER BY",
      location: locationOf(limitCount),
      remedy: "Add order by …",
    }, "warning"));
  }
  const skipped = offset === null ? "" : ` offset ${offset}`;
  if (count === null) return skipped;
  return limitOption === "LIMIT_OPTION_WITH_TIES"
    ? `${skipped} fetch first (${count}) rows with ties`
    : ` limit ${count}${skipped}`;
}

function isNull(node: Node): boolean {
  return "A_Const" in node && node.A_Const.isnull === true;
}

function wholeNumber(node: Node, context: Context): string {
  const { source } = context;
  const part = coerce(context.compile(node, context), "integer", {
    source,
    location: locationOf(node),
  });
  if (isConstant(part)) return part.sql;
  return source.refuse({ message: "Cannot limit by a column", location: locationOf(node) });
}

function findPosition(
  node: Node | undefined,
  columns: readonly OrderColumn[],
  source: Source,
): number | null {
  if (node === undefined) return null;
  if ("A_Const" in node) {
    const position = node.A_Const.ival?.ival ?? 0;
    if (position >= 1 && position <= columns.length) return position;
    return source.refuse({
      message: `Cannot order by a column of this number: current value is ${position}`,
      location: node.A_Const.location,
      remedy: `SELECT has ${columns.length} columns`,
    });
  }
  if (!("ColumnRef" in node)) return null;
  const fields = readStrings(node.ColumnRef.fields);
  if (fields.length !== 1) return null;
  const index = columns.findIndex(({ name }) => name === fields[0]);
  return index < 0 ? null : index + 1;
}
