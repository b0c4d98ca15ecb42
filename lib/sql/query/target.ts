/**
 * Compiles the list after SELECT, and finds the names of its columns.
 *
 * @module
 */
import type { Node, SelectStmt } from "@pgsql/types";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { asColumn } from "@/lib/sql/column.ts";
import { allowFields, type Context, readStrings, type Typed } from "@/lib/sql/context.ts";
import { asTyped, type From } from "./from.ts";
import type { Output } from "./group.ts";

/** An entry after SELECT. */
export interface Target {
  readonly column: ColumnSchema;
  /** As it stands after SELECT. */
  readonly sql: string;
  readonly part: Typed;
}

/** Compiles each entry; `anonymous` columns may go without a name. */
export function compileTargets(
  select: SelectStmt,
  options: { readonly from: From; readonly context: Context; readonly anonymous: boolean },
): readonly Target[] {
  const { from, context, anonymous } = options;
  const { source } = context;
  const targets = (select.targetList ?? []).flatMap((entry): Target[] => {
    if (!("ResTarget" in entry)) return source.refuse({ message: "Cannot read this column" });
    const { val, name, location } = allowFields(
      entry.ResTarget,
      ["val", "name"],
      source,
    );
    const star = starColumns(val, from);
    if (star !== null) {
      if (name !== undefined) source.refuse({ message: "Cannot give * one name", location });
      if (star.length === 0) source.refuse({ message: "Cannot find the columns of *", location });
      return star.map((visible) => {
        const part = asTyped(visible);
        const bare = context.grouped.has(part.sql) ? [] : part.bare;
        return { column: visible.column, sql: visible.sql, part: { ...part, bare } };
      });
    }
    const named = name ?? nameOf(val) ?? (anonymous ? "" : null);
    if (named === null) {
      return source.refuse({
        message: "Cannot name this column",
        location,
        remedy: "Write … as name after it",
      });
    }
    const part = context.compile(val, context);
    const column = asColumn(part, source, location);
    // The order of rows may name the part as it was before it became a column.
    const plain = val !== undefined && "ColumnRef" in val;
    const seen = plain ? from.visible.find(({ sql }) => sql === part.sql) : undefined;
    const { type, unit, additivity } = column;
    const schema: ColumnSchema = {
      name: named,
      type,
      role: seen?.column.role ?? null,
      unit,
      additivity,
    };
    return [{ column: schema, sql: column.sql, part }];
  });
  return targets.length > 0 ? targets : source.refuse({ message: "Cannot select no columns" });
}

/** What GROUP BY may mean by a name or a number after SELECT. */
export function outputsOf(
  select: SelectStmt,
  { from, context }: { readonly from: From; readonly context: Context },
): readonly Output[] {
  return (select.targetList ?? []).flatMap((entry): readonly Output[] => {
    if (!("ResTarget" in entry)) return [];
    const { val, name } = entry.ResTarget;
    const star = starColumns(val, from);
    if (star === null) {
      return [{
        name: name ?? nameOf(val),
        compile: () => context.compile(val, context),
      }];
    }
    return star.map((visible) => ({ name: visible.column.name, compile: () => asTyped(visible) }));
  });
}

/** Gives columns whose names nobody sees names of their own where they have none. */
export function nameTargets(targets: readonly Target[]): readonly Target[] {
  const seen = new Set<string>([""]);
  return targets.map((target, index) => {
    let name = target.column.name;
    while (seen.has(name)) name = name === "" ? `column${index + 1}` : `${name}_${index + 1}`;
    seen.add(name);
    return { ...target, column: { ...target.column, name } };
  });
}

/** The columns that `*` or `table.*` stands for; `null` for anything else. */
function starColumns(node: Node | undefined, from: From) {
  if (node === undefined || !("ColumnRef" in node)) return null;
  const fields = node.ColumnRef.fields ?? [];
  const last = fields.at(-1);
  if (last === undefined || !("A_Star" in last)) return null;
  const [table] = readStrings(fields);
  return fields.length === 1 ? from.visible : from.tables.get(table) ?? [];
}

/** The name that Postgres would give a column; `null` where that says nothing. */
function nameOf(node: Node | undefined): string | null {
  if (node === undefined) return null;
  if ("ColumnRef" in node) return readStrings(node.ColumnRef.fields).at(-1) ?? null;
  if ("FuncCall" in node) {
    const name = readStrings(node.FuncCall.funcname).at(-1) ?? null;
    // The tree has this for what users write as trim(x).
    return name === "btrim" ? "trim" : name;
  }
  if ("TypeCast" in node) return nameOf(node.TypeCast.arg);
  if ("CollateClause" in node) return nameOf(node.CollateClause.arg);
  if ("CoalesceExpr" in node) return "coalesce";
  return null;
}
