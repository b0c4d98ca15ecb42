/**
 * Where an expression of a query stands: the columns that it can name, in its own
 * query and in those around it.
 *
 * @module
 */
import type { Node } from "@pgsql/types";
import type { Problem } from "@/lib/errors.ts";
import { suggestColumn } from "@/lib/sql/column.ts";
import { type Context, type Typed } from "@/lib/sql/context.ts";
import type { Binder, ParameterValues } from "@/lib/sql/parameters.ts";
import type { Source } from "@/lib/sql/source.ts";
import { asTyped, type From, NOTHING, type Relation } from "./from.ts";

/** What all parts of one statement share. */
export interface Statement {
  readonly source: Source;
  readonly binder: Binder;
  readonly parameters: ParameterValues;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly used: Set<string>;
  readonly warnings: Problem[];
  readonly compile: Context["compile"];
  /** Compiles a query inside another. */
  query(node: Node, position: Position): Relation;
}

/** Where a query stands. */
export interface Position {
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
export interface Level {
  readonly from: From;
  readonly outer: Level | null;
  readonly taken: Map<string, Typed>;
}

/** The surroundings of an expression in a query. */
export function surroundings(level: Level, position: Position, statement: Statement): Context {
  const context: Context = {
    source: statement.source,
    binder: statement.binder,
    parameters: statement.parameters,
    warn: (problem) => statement.warnings.push(problem),
    compile: (node, inner) => statement.compile(node, inner ?? context),
    resolve: (fields, location) =>
      resolveColumn(fields, { location, level, source: statement.source }),
    subquery: (node, at) => {
      const below: Level = { from: NOTHING, outer: level, taken: new Map() };
      const { relation, columns } = statement.query(node, {
        ...position,
        outer: below,
        anonymous: true,
      });
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

/** Puts a query with these columns into the one around it. */
export function levelOf(from: From, outer: Level | null): Level {
  return outer === null
    ? { from, outer, taken: new Map() }
    // What this query takes from around it is told to the query around it.
    : { from, outer: outer.outer, taken: outer.taken };
}

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
    remedy: suggestColumn(name, known),
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
