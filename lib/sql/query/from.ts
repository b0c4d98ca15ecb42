/**
 * Compiles FROM: cells by name, subqueries, joins; and finds columns by name in it.
 *
 * @module
 */
import type { Alias, JoinExpr, Node, RangeFunction, RangeSubselect, RangeVar } from "@pgsql/types";
import type { ColumnSchema, ColumnType } from "@/lib/frame/schema.ts";
import { suggestName } from "@/lib/nearest.ts";
import { coerce, coerceAll } from "@/lib/sql/cast.ts";
import { renameColumns } from "@/lib/sql/column.ts";
import {
  allowFields,
  type Context,
  locationOf,
  readStrings,
  type Typed,
  typed,
} from "@/lib/sql/context.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Source } from "@/lib/sql/source.ts";
import { compileSeries } from "./series.ts";

/** A cell's output in the database. */
export interface Relation {
  /** The table's name as SQL, with its schema. */
  readonly relation: string;
  readonly columns: readonly ColumnSchema[];
}

/** A column that a query can name, and how it is printed. */
export interface VisibleColumn {
  readonly column: ColumnSchema;
  readonly sql: string;
}

/** What FROM gives. */
export interface From {
  readonly sql: string;
  readonly tables: ReadonlyMap<string, readonly VisibleColumn[]>;
  /** In the order of `*`; columns joined by USING are there once. */
  readonly visible: readonly VisibleColumn[];
}

/** What FROM needs from around it. */
export interface FromContext {
  readonly source: Source;
  /** The cells and queries that may be named. */
  find(name: string): Relation | null;
  readonly names: readonly string[];
  /** Compiles a subquery to its SQL and columns. */
  query(node: Node): Relation;
  /** The surroundings of a condition on what is joined so far. */
  surroundings(from: From): Context;
}

/** What a query without FROM can name. */
export const NOTHING: From = { sql: "", tables: new Map(), visible: [] };
const MAX_TABLES = 16;

/** Compiles the whole FROM; without one there are no columns. */
export function compileFrom(nodes: readonly Node[] | undefined, context: FromContext): From {
  const items = (nodes ?? []).map((node) => compileItem(node, context));
  const from = items.reduce(
    (left, right) =>
      join(left, right, left.sql === "" ? right.sql : `${left.sql}, ${right.sql}`, context),
    NOTHING,
  );
  if (from.tables.size > MAX_TABLES) {
    context.source.refuse({
      message: `Cannot join more than ${MAX_TABLES} tables: current value is ${from.tables.size}`,
      location: locationOf(nodes?.[0]),
    });
  }
  return from;
}

function compileItem(node: Node, context: FromContext): From {
  if ("RangeVar" in node) return compileCell(node.RangeVar, context);
  if ("RangeSubselect" in node) return compileSubselect(node.RangeSubselect, context);
  if ("JoinExpr" in node) return compileJoin(node.JoinExpr, context);
  if ("RangeFunction" in node) return compileFunction(node.RangeFunction, context);
  return context.source.refuse({
    message: `Cannot use this form of SQL after FROM: current value is ${Object.keys(node)[0]}`,
    location: locationOf(node),
    remedy: "Name a cell, or write a subquery in parentheses",
  });
}

function compileCell(range: RangeVar, context: FromContext): From {
  const { source } = context;
  const { schemaname, catalogname, relname = "", alias, location } = range;
  if (schemaname !== undefined || catalogname !== undefined) {
    source.refuse({
      message: `Cannot read a table of a schema: current value is ${schemaname}.${relname}`,
      location,
      remedy: "Name a cell of this notebook",
    });
  }
  allowFields(range, ["relname", "alias", "inh", "relpersistence"], source);
  const relation = context.find(relname);
  if (relation === null) {
    return source.refuse({
      code: "MISSING_COLUMN",
      message: `Cannot find a cell of this name: current value is "${relname}"`,
      location,
      remedy: suggestName(relname, context.names) ??
        (context.names.length === 0 ? null : `Cells are ${context.names.join(", ")}`),
    });
  }
  return table(relation.relation, relation.columns, { alias, name: relname, source, location });
}

function compileSubselect(range: RangeSubselect, context: FromContext): From {
  const { source } = context;
  const { subquery, alias } = allowFields(range, ["subquery", "alias"], source);
  const location = locationOf(subquery);
  if (subquery === undefined) return source.refuse({ message: "Cannot read an empty subquery" });
  if (alias === undefined) {
    source.refuse({
      message: "Cannot use a subquery without a name",
      location,
      remedy: "Write (select …) as name",
    });
  }
  const { relation, columns } = context.query(subquery);
  return table(`(${relation})`, columns, { alias, name: "", source, location });
}

function compileFunction(range: RangeFunction, context: FromContext): From {
  const { source } = context;
  const { functions, alias } = allowFields(range, ["functions", "alias"], source);
  const [list] = functions ?? [];
  const call = list !== undefined && "List" in list ? list.List.items?.[0] : undefined;
  if (functions?.length !== 1 || call === undefined || !("FuncCall" in call)) {
    return source.refuse({ message: "Cannot use this function after FROM" });
  }
  const { location } = call.FuncCall;
  const { sql, type } = compileSeries(call.FuncCall, context.surroundings(NOTHING));
  const name = alias?.aliasname ?? "generate_series";
  const column: ColumnSchema = { name, type, role: null, unit: null, additivity: null };
  return table(sql, [column], { alias, name, source, location });
}

/** Gives a relation its name and its columns their own names. */
function table(
  sql: string,
  columns: readonly ColumnSchema[],
  options: {
    readonly alias: Alias | undefined;
    readonly name: string;
    readonly source: Source;
    readonly location: number | undefined;
  },
): From {
  const { alias, source, location } = options;
  const name = alias?.aliasname ?? options.name;
  const names = readStrings(alias?.colnames);
  const renamed = renameColumns(columns, names, { source, location });
  const visible = renamed.map((column) => ({
    column,
    sql: `${quoteName(name)}.${quoteName(column.name)}`,
  }));
  const list = names.length === 0
    ? ""
    : ` (${renamed.map((one) => quoteName(one.name)).join(", ")})`;
  return {
    sql: `${sql} as ${quoteName(name)}${list}`,
    tables: new Map([[name, visible]]),
    visible,
  };
}

/** Puts two sides together; the same name may not stand for two tables. */
function join(left: From, right: From, sql: string, { source }: FromContext): From {
  const repeated = [...right.tables.keys()].find((name) => left.tables.has(name));
  if (repeated !== undefined) {
    source.refuse({
      message: `Cannot join two tables of one name: current value is "${repeated}"`,
      remedy: `Write ${repeated} as another name`,
    });
  }
  return {
    sql,
    tables: new Map([...left.tables, ...right.tables]),
    visible: [...left.visible, ...right.visible],
  };
}

const JOINS: Readonly<Record<string, string>> = {
  JOIN_INNER: "join",
  JOIN_LEFT: "left join",
  JOIN_RIGHT: "right join",
  JOIN_FULL: "full join",
};

function compileJoin(node: JoinExpr, context: FromContext): From {
  const { source } = context;
  const { jointype = "JOIN_INNER", larg, rarg, usingClause, quals } = allowFields(
    node,
    ["jointype", "larg", "rarg", "usingClause", "quals", "rtindex"],
    source,
  );
  const words = JOINS[jointype];
  if (larg === undefined || rarg === undefined || words === undefined) {
    return source.refuse({ message: `Cannot join this way: current value is ${jointype}` });
  }
  const left = compileItem(larg, context);
  const right = compileItem(rarg, context);
  const both = join(left, right, "", context);
  if (usingClause !== undefined) {
    return joinUsing(left, right, { both, words, using: readStrings(usingClause), context });
  }
  if (quals === undefined) return { ...both, sql: `(${left.sql} cross join ${right.sql})` };
  const inner = context.surroundings(both);
  const condition = coerce(inner.compile(quals, inner), "boolean", {
    source,
    location: locationOf(quals),
  });
  return { ...both, sql: `(${left.sql} ${words} ${right.sql} on ${condition.sql})` };
}

/** `using (a)` is printed as `on l.a = r.a`, so that each name stays tied to its table. */
function joinUsing(
  left: From,
  right: From,
  { both, words, using, context }: {
    readonly both: From;
    readonly words: string;
    readonly using: readonly string[];
    readonly context: FromContext;
  },
): From {
  const { source } = context;
  const conditions: string[] = [];
  const merged: VisibleColumn[] = [];
  for (const name of using) {
    const sides = [left, right].map((side) => {
      const matching = side.visible.filter(({ column }) => column.name === name);
      return matching.length === 1 ? matching[0] : source.refuse({
        code: "MISSING_COLUMN",
        message:
          `Cannot join using a column that is not once on each side: current value is "${name}"`,
        remedy: suggestName(name, side.visible.map(({ column }) => column.name)),
      });
    });
    const compared = coerceAll(sides.map(asTyped), { source, act: "compare" });
    const [first, second] = compared.parts.map((part) => part.sql);
    conditions.push(`(${first} = ${second})`);
    const kept = words === "right join"
      ? second
      : words === "full join"
      ? `coalesce(${first}, ${second})`
      : first;
    // Columns have no other types; what two of them have in common is one of theirs.
    const type = compared.type as ColumnType;
    merged.push({ column: { ...sides[0].column, type }, sql: kept });
  }
  const rest = both.visible.filter(({ column }) => !using.includes(column.name));
  return {
    tables: both.tables,
    visible: [...merged, ...rest],
    sql: `(${left.sql} ${words} ${right.sql} on ${conditions.join(" and ")})`,
  };
}

/** A column as a part of an expression. */
export function asTyped({ column, sql }: VisibleColumn): Typed {
  return typed(sql, column.type, [], {
    unit: column.unit,
    additivity: column.additivity,
    bare: [sql],
  });
}
