/**
 * Compiles one SELECT with what is in it: subqueries, common tables, set operations.
 *
 * @module
 */
import type { CommonTableExpr, Node, ResTarget, SelectStmt } from "@pgsql/types";
import type { Problem } from "@/lib/errors.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { suggestName } from "@/lib/nearest.ts";
import { coerce, coerceAll } from "./cast.ts";
import {
  allowFields,
  type Context,
  locationOf,
  readStrings,
  spell,
  type Typed,
  typed,
} from "./context.ts";
import { asColumn } from "./column.ts";
import { asTyped, compileFrom, type From, type Relation } from "./from.ts";
import { compileGroups, type Output } from "./group.ts";
import { quoteName } from "./literals.ts";
import { createCompiler } from "./node.ts";
import type { Binder, ParameterValues } from "./parameters.ts";
import { compileLimit, compileOrder } from "./order.ts";
import type { Source } from "./source.ts";
import { compileWindow } from "./window.ts";

/** What all parts of one statement share. */
export interface Statement {
  readonly source: Source;
  readonly binder: Binder;
  readonly parameters: ParameterValues;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly used: Set<string>;
  readonly warnings: Problem[];
  readonly compile: Context["compile"];
}

/** Where a query stands. */
interface Position {
  /** Queries named by WITH, here and around. */
  readonly named: ReadonlyMap<string, Relation>;
  /** The query around this one; `null` outside of all. */
  readonly outer: Level | null;
  /** How many queries are around it. */
  readonly depth: number;
  /** Whether nobody sees its columns' names: in exists (…), and after UNION. */
  readonly anonymous: boolean;
}

/** One query's columns, and those it took from the queries around it. */
interface Level {
  readonly from: From;
  readonly outer: Level | null;
  readonly taken: Map<string, Typed>;
}

const OUTERMOST: Position = { named: new Map(), outer: null, depth: 0, anonymous: false };

/** How many queries may stand in one another; each UNION is around the one before it. */
const MAX_DEPTH = 64;

/** Starts a statement's compilation. */
export function compileStatement(
  node: Node,
  shared: Omit<Statement, "compile">,
): Relation {
  const statement: Statement = { ...shared, compile: createCompiler() };
  return compileQuery(node, OUTERMOST, statement);
}

function compileQuery(node: Node, position: Position, statement: Statement): Relation {
  const { source } = statement;
  if (!("SelectStmt" in node)) {
    return source.refuse({
      message: `Cannot run this statement: current value is ${Object.keys(node)[0]}`,
      location: locationOf(node),
      remedy: "Write one SELECT",
    });
  }
  if (position.depth > MAX_DEPTH) {
    source.refuse({
      message: `Cannot read more than ${MAX_DEPTH} queries in one another`,
      location: locationOf(node),
    });
  }
  const select = node.SelectStmt;
  if (select.intoClause !== undefined || select.lockingClause !== undefined) {
    source.refuse({
      message: "Cannot use INTO or FOR UPDATE: a SELECT only reads",
      remedy: "Leave it out",
    });
  }
  const { prefix, named } = compileNamed(select, position, statement);
  const inner: Position = { ...position, named, depth: position.depth + 1 };
  const { relation, columns } = select.op !== undefined && select.op !== "SETOP_NONE"
    ? compileSetOperation(select, inner, statement)
    : select.valuesLists !== undefined
    ? compileValues(select, inner, statement)
    : compileSelectList(select, inner, statement);
  return { relation: prefix + relation, columns };
}

/** WITH: each query sees those before it. */
function compileNamed(select: SelectStmt, position: Position, statement: Statement) {
  const { source } = statement;
  const named = new Map(position.named);
  const { withClause } = select;
  if (withClause === undefined) return { prefix: "", named };
  if (withClause.recursive) {
    source.refuse({
      message: "Cannot use WITH RECURSIVE",
      location: withClause.location,
      remedy: "Use generate_series for a calendar, or window functions for running figures",
    });
  }
  const own = new Set<string>();
  const queries = (withClause.ctes ?? []).map((entry) => {
    if (!("CommonTableExpr" in entry)) return source.refuse({ message: "Cannot read this WITH" });
    const common: CommonTableExpr = allowFields(
      entry.CommonTableExpr,
      ["ctename", "aliascolnames", "ctequery", "ctematerialized"],
      source,
    );
    const { ctename: name = "", aliascolnames, ctequery, ctematerialized, location } = common;
    if (ctequery === undefined || own.has(name)) {
      return source.refuse({
        message: `Cannot name two queries the same: current value is "${name}"`,
        location,
      });
    }
    own.add(name);
    const query = compileQuery(ctequery, {
      ...position,
      named: new Map(named),
      depth: position.depth + 1,
      anonymous: aliascolnames !== undefined,
    }, statement);
    const names = readStrings(aliascolnames);
    if (names.length > query.columns.length) {
      source.refuse({
        message: `Cannot name ${names.length} columns of ${query.columns.length}`,
        location,
      });
    }
    const columns = query.columns.map((column, index) => ({
      ...column,
      name: names[index] ?? column.name,
    }));
    requireUnique(columns, source, location);
    named.set(name, { relation: quoteName(name), columns });
    const materialized = ctematerialized === "CTEMaterializeAlways"
      ? "materialized "
      : ctematerialized === "CTEMaterializeNever"
      ? "not materialized "
      : "";
    const list = columns.map((column) => quoteName(column.name)).join(", ");
    return `${quoteName(name)} (${list}) as ${materialized}(${query.relation})`;
  });
  return { prefix: `with ${queries.join(", ")} `, named };
}

/** The surroundings of an expression in a query. */
function surroundings(level: Level, position: Position, statement: Statement): Context {
  const context: Context = {
    source: statement.source,
    binder: statement.binder,
    parameters: statement.parameters,
    warn: (problem) => statement.warnings.push(problem),
    compile: (node, inner) => statement.compile(node, inner ?? context),
    resolve: (fields, location) =>
      resolveColumn(fields, { location, level, source: statement.source }),
    subquery: (node, at) => {
      const below: Level = { from: EMPTY, outer: level, taken: new Map() };
      const { relation, columns } = compileQuery(
        node,
        { ...position, outer: below, anonymous: true },
        statement,
      );
      const taken = [...below.taken.values()].flatMap((part) => part.bare);
      const bare = taken.filter((sql) => !at.grouped.has(sql));
      return {
        sql: relation,
        types: columns.map((column) => column.type),
        unit: columns[0]?.unit ?? null,
        bare,
      };
    },
    aggregateRefusal: "An aggregate belongs into the list after SELECT, HAVING or ORDER BY",
    windowRefusal: "A window function belongs into the list after SELECT or ORDER BY",
    window: () => null,
    negated: false,
    grouped: new Set(),
  };
  return context;
}

const EMPTY: From = { sql: "", tables: new Map(), visible: [] };

function resolveColumn(
  fields: readonly string[],
  place: { readonly location: number | undefined; readonly level: Level; readonly source: Source },
): Typed {
  const { location, level, source } = place;
  const name = fields.at(-1) ?? "";
  if (fields.length > 2 || fields.includes("*")) {
    source.refuse({
      message: `Cannot use this name here: current value is ${fields.join(".")}`,
      location,
      remedy: "Write column, or table.column",
    });
  }
  const found = findVisible(level, fields);
  if (found.length > 1) {
    source.refuse({
      code: "MISSING_COLUMN",
      message: `Cannot tell which column is meant: current value is "${name}"`,
      location,
      remedy: "Write the table before it, as in orders.id",
    });
  }
  if (found.length === 1) return found[0];
  if (level.outer !== null) {
    const part = resolveColumn(fields, { ...place, level: level.outer });
    level.taken.set(part.sql, part);
    // To this query it is the same in all rows; the query around it sees it through `taken`.
    return { ...part, bare: [] };
  }
  const known = level.from.visible.map(({ column }) => column.name);
  return source.refuse({
    code: "MISSING_COLUMN",
    message: `Cannot find a column of this name: current value is "${fields.join(".")}"`,
    location,
    remedy: suggestName(name, known) ??
      (known.length === 0 ? null : `Columns are ${known.slice(0, 12).join(", ")}`),
  });
}

function findVisible({ from }: Level, fields: readonly string[]): readonly Typed[] {
  const [name, table] = [fields.at(-1) ?? "", fields.length === 2 ? fields[0] : null];
  const columns = table === null ? from.visible : from.tables.get(table) ?? [];
  const exact = columns.filter(({ column }) => column.name === name);
  const similar = exact.length > 0
    ? exact
    : columns.filter(({ column }) => column.name.toLowerCase() === name.toLowerCase());
  return similar.map(asTyped);
}

/** An entry after SELECT. */
interface Target {
  readonly column: ColumnSchema;
  /** As it stands after SELECT. */
  readonly sql: string;
  readonly part: Typed;
}

function compileSelectList(select: SelectStmt, position: Position, statement: Statement): Relation {
  const { source } = statement;
  allowFields(select, [
    ...[
      "targetList",
      "fromClause",
      "whereClause",
      "groupClause",
      "havingClause",
      "windowClause",
    ] as const,
    ...[
      "distinctClause",
      "sortClause",
      "limitCount",
      "limitOffset",
      "limitOption",
      "withClause",
    ] as const,
    ...["op", "groupDistinct"] as const,
  ], source);
  const { outer } = position;
  const from = compileFrom(select.fromClause, {
    source,
    find: (name) => findRelation(name, position, statement),
    names: [...position.named.keys(), ...statement.relations.keys()],
    query: (node) => compileQuery(node, { ...position, anonymous: false }, statement),
    surroundings: (part) => surroundings(levelOf(part, outer), position, statement),
  });
  const level = levelOf(from, outer);
  const rows = surroundings(level, position, statement);
  const where = clause(" where ", select.whereClause, rows);
  const plain: Context = {
    ...rows,
    aggregateRefusal: null,
    windowRefusal: null,
    window: windowFinder(select, rows),
  };
  // GROUP BY may name what SELECT computes, and SELECT must not use more than GROUP BY names.
  const groups = compileGroups(select, {
    context: rows,
    from,
    outputs: outputsOf(select, { from, context: rows }),
  });
  const grouped: Context = { ...plain, grouped: groups.printed };
  const compiled = compileTargets(select, {
    from,
    context: { ...grouped, window: windowFinder(select, grouped) },
    anonymous: position.anonymous,
  });
  const targets = position.anonymous ? nameTargets(compiled) : compiled;
  requireUnique(targets.map(({ column }) => column), source, locationOf(select.targetList?.[0]));
  const having = clause(" having ", select.havingClause, {
    ...grouped,
    windowRefusal: "A window function cannot stand in HAVING",
  });
  const sorts = compileOrder(
    select,
    targets.map(({ column, part }) => ({ name: column.name, sql: part.sql })),
    {
      source,
      context: { ...grouped, window: windowFinder(select, grouped) },
    },
  );
  const aggregates = groups.sql !== "" || having.part !== null ||
    [...targets.map(({ part }) => part), ...sorts.parts].some((part) => part.aggregate);
  if (aggregates) {
    const loose = [
      ...targets.map(({ part }) => part),
      ...sorts.parts,
      ...having.part === null ? [] : [having.part],
    ]
      .find((part) => part.bare.length > 0);
    if (loose !== undefined) {
      source.refuse({
        message:
          `Cannot use a column that is neither grouped nor in an aggregate: current value is ${
            loose.bare[0]
          }`,
        location: locationOf(select.targetList?.[0]),
        remedy: `Add it to GROUP BY, or write max(${spell(loose.bare[0])})`,
      });
    }
  }
  const distinct = compileDistinct(select, grouped);
  const list = targets.map(({ column, sql }) => `${sql} as ${quoteName(column.name)}`).join(", ");
  const sql = `select ${distinct}${list}${from.sql === "" ? "" : ` from ${from.sql}`}${where.sql}` +
    `${groups.sql}${having.sql}${sorts.sql}${compileLimit(select, rows)}`;
  return { relation: sql, columns: targets.map(({ column }) => column) };
}

function levelOf(from: From, outer: Level | null): Level {
  return outer === null
    ? { from, outer, taken: new Map() }
    // What this query takes from around it is told to the query around it.
    : { from, outer: outer.outer, taken: outer.taken };
}

function findRelation(name: string, { named }: Position, statement: Statement): Relation | null {
  const query = named.get(name);
  if (query !== undefined) return query;
  const relation = statement.relations.get(name);
  if (relation === undefined) return null;
  statement.used.add(name);
  return relation;
}

function clause(words: string, node: Node | undefined, context: Context) {
  if (node === undefined) return { sql: "", part: null };
  const place = { source: context.source, location: locationOf(node) };
  const part = coerce(context.compile(node, context), "boolean", place);
  return { sql: `${words}${part.sql}`, part };
}

function windowFinder(select: SelectStmt, context: Context): Context["window"] {
  return (name) => {
    for (const node of select.windowClause ?? []) {
      if ("WindowDef" in node && node.WindowDef.name === name) {
        return compileWindow(node.WindowDef, {
          ...context,
          windowRefusal: "A window function cannot stand inside another",
        });
      }
    }
    return null;
  };
}

/** What GROUP BY may mean by a name or a number after SELECT. */
function outputsOf(
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
  if ("FuncCall" in node) return readStrings(node.FuncCall.funcname).at(-1) ?? null;
  if ("TypeCast" in node) return nameOf(node.TypeCast.arg);
  if ("CollateClause" in node) return nameOf(node.CollateClause.arg);
  if ("CoalesceExpr" in node) return "coalesce";
  return null;
}

function compileTargets(
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
    ) as ResTarget;
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

function compileDistinct(select: SelectStmt, context: Context): string {
  const { distinctClause } = select;
  if (distinctClause === undefined) return "";
  const entries = distinctClause.filter((node) => Object.keys(node).length > 0);
  if (entries.length === 0) return "distinct ";
  if (select.sortClause === undefined) {
    context.source.refuse({
      message: "Cannot use DISTINCT ON without ORDER BY",
      location: locationOf(entries[0]),
      remedy: "Write order by …: without it the rows that are kept differ from run to run",
    });
  }
  return `distinct on (${entries.map((node) => context.compile(node, context).sql).join(", ")}) `;
}

/** Gives columns whose names nobody sees names of their own where they have none. */
function nameTargets(targets: readonly Target[]): readonly Target[] {
  const seen = new Set<string>([""]);
  return targets.map((target, index) => {
    let name = target.column.name;
    while (seen.has(name)) name = name === "" ? `column${index + 1}` : `${name}_${index + 1}`;
    seen.add(name);
    return { ...target, column: { ...target.column, name } };
  });
}

/** The rows of VALUES: its columns are called column1, column2 and so on. */
function compileValues(select: SelectStmt, position: Position, statement: Statement): Relation {
  const { source } = statement;
  allowFields(select, [
    "valuesLists",
    "sortClause",
    "limitCount",
    "limitOffset",
    "limitOption",
    "withClause",
    "op",
  ], source);
  const level = levelOf(EMPTY, position.outer);
  const context = surroundings(level, position, statement);
  const rows = (select.valuesLists ?? []).map((node) =>
    "List" in node ? (node.List.items ?? []).map((item) => context.compile(item, context)) : []
  );
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) {
    source.refuse({ message: "Cannot use VALUES whose rows differ in length" });
  }
  const columns = Array.from({ length: width }, (_, index) => {
    const { parts } = coerceAll(rows.map((row) => row[index]), {
      source,
      act: "put in one column",
    });
    const cells = parts.map((part) => asColumn(part, source));
    const schema: ColumnSchema = {
      name: `column${index + 1}`,
      type: cells[0].type,
      role: null,
      unit: null,
      additivity: null,
    };
    return { schema, cells };
  });
  const printed = rows.map((_, row) =>
    `(${columns.map(({ cells }) => cells[row].sql).join(", ")})`
  );
  const outputs = columns.map(({ schema }) => ({ name: schema.name, sql: schema.name }));
  const order = compileOrder(select, outputs, { source, context: null });
  return {
    relation: `values ${printed.join(", ")}${order.sql}${compileLimit(select, context)}`,
    columns: columns.map(({ schema }) => schema),
  };
}

const SET_OPERATIONS: Readonly<Record<string, string>> = {
  SETOP_UNION: "union",
  SETOP_INTERSECT: "intersect",
  SETOP_EXCEPT: "except",
};

/** UNION, INTERSECT, EXCEPT: both sides give the same types, under the names of the first. */
function compileSetOperation(
  select: SelectStmt,
  position: Position,
  statement: Statement,
): Relation {
  const { source } = statement;
  const { op = "", all, larg, rarg } = allowFields(select, [
    ...["op", "all", "larg", "rarg", "sortClause", "limitCount", "limitOffset"] as const,
    ...["limitOption", "withClause"] as const,
  ], source);
  const words = SET_OPERATIONS[op];
  if (larg === undefined || rarg === undefined || words === undefined) {
    return source.refuse({ message: `Cannot use this set operation: current value is ${op}` });
  }
  const sides = [
    compileQuery({ SelectStmt: larg }, position, statement),
    compileQuery({ SelectStmt: rarg }, { ...position, anonymous: true }, statement),
  ];
  const [left, right] = sides;
  if (left.columns.length !== right.columns.length) {
    source.refuse({
      message: `Cannot ${words} ${left.columns.length} with ${right.columns.length} columns`,
      location: locationOf(rarg.targetList?.[0]),
    });
  }
  const columns = left.columns.map((column, index): ColumnSchema => {
    const other = right.columns[index];
    const both = [column, other].map((one) => typed("", one.type, []));
    const { type } = coerceAll(both, {
      source,
      location: locationOf(rarg.targetList?.[index]),
      act: words,
    });
    const kept = <Value>(one: Value, two: Value) => one === two ? one : null;
    return {
      name: column.name,
      type: type === "interval" ? column.type : type,
      role: kept(column.role, other.role),
      unit: kept(column.unit, other.unit),
      additivity: kept(column.additivity, other.additivity),
    };
  });
  const [first, second] = sides.map((side) => recast(side, columns, source));
  const outputs = columns.map(({ name }) => ({ name, sql: name }));
  const order = compileOrder(select, outputs, { source, context: null });
  const context = surroundings(levelOf(EMPTY, position.outer), position, statement);
  return {
    relation: `(${first}) ${words}${all ? " all" : ""} (${second})${order.sql}${
      compileLimit(select, context)
    }`,
    columns,
  };
}

/** Gives a side's columns the types they have in common with the other's. */
function recast(side: Relation, columns: readonly ColumnSchema[], source: Source): string {
  if (side.columns.every((column, index) => column.type === columns[index].type)) {
    return side.relation;
  }
  const list = side.columns.map((column, index) => {
    const part = typed(`"side".${quoteName(column.name)}`, column.type, []);
    return `${coerce(part, columns[index].type, { source }).sql} as ${quoteName(column.name)}`;
  });
  return `select ${list.join(", ")} from (${side.relation}) as "side"`;
}

/** Column names are unique in every query, so that each can be named. */
function requireUnique(
  columns: readonly ColumnSchema[],
  source: Source,
  location: number | undefined,
): void {
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
