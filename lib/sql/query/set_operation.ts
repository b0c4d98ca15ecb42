/**
 * Compiles VALUES, and UNION, INTERSECT and EXCEPT.
 *
 * @module
 */
import type { SelectStmt } from "@pgsql/types";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { coerce, coerceAll } from "@/lib/sql/cast.ts";
import { asColumn } from "@/lib/sql/column.ts";
import { allowFields, locationOf, typed } from "@/lib/sql/context.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Source } from "@/lib/sql/source.ts";
import { NOTHING, type Relation } from "./from.ts";
import { levelOf, type Position, type Statement, surroundings } from "./level.ts";
import { compileLimit, compileOrder } from "./order.ts";

/** The rows of VALUES: its columns are called column1, column2 and so on. */
export function compileValues(
  select: SelectStmt,
  position: Position,
  statement: Statement,
): Relation {
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
  const level = levelOf(NOTHING, position.outer);
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
export function compileSetOperation(
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
    statement.query({ SelectStmt: larg }, position),
    statement.query({ SelectStmt: rarg }, { ...position, anonymous: true }),
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
  const context = surroundings(levelOf(NOTHING, position.outer), position, statement);
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
