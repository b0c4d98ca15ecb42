/**
 * Compiles one SELECT … FROM … GROUP BY.
 *
 * @module
 */
import type { Node, SelectStmt } from "@pgsql/types";
import { compileWindow } from "@/lib/sql/call/window.ts";
import { coerce } from "@/lib/sql/cast.ts";
import { requireUnique } from "@/lib/sql/column.ts";
import { allowFields, type Context, locationOf, spell, type Typed } from "@/lib/sql/context.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { compileFrom, type Relation } from "./from.ts";
import { compileGroups } from "./group.ts";
import { levelOf, type Position, type Statement, surroundings } from "./level.ts";
import { compileLimit, compileOrder } from "./order.ts";
import { compileTargets, nameTargets, outputsOf } from "./target.ts";

/** What a SELECT may have. */
const FIELDS = [
  "targetList",
  "fromClause",
  "whereClause",
  "groupClause",
  "havingClause",
  "windowClause",
  "distinctClause",
  "sortClause",
  "limitCount",
  "limitOffset",
  "limitOption",
  "withClause",
  "op",
  "groupDistinct",
] as const satisfies readonly (keyof SelectStmt)[];

/** Compiles a SELECT to its SQL and columns. */
export function compileSelectList(
  select: SelectStmt,
  position: Position,
  statement: Statement,
): Relation {
  const { source } = statement;
  allowFields(select, FIELDS, source);
  const { outer } = position;
  const from = compileFrom(select.fromClause, {
    source,
    find: (name) => findRelation(name, position, statement),
    names: [...position.named.keys(), ...statement.relations.keys()],
    query: (node) => statement.query(node, { ...position, anonymous: false }),
    surroundings: (part) => surroundings(levelOf(part, outer), position, statement),
  });
  const level = levelOf(from, outer);
  const rows = surroundings(level, position, statement);
  warnOfLooseTables(select, statement);
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
  requireUnique(targets.map(({ column }) => column), {
    source,
    location: locationOf(select.targetList?.[0]),
  });
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
  const parts = [...targets.map(({ part }) => part), ...sorts.parts];
  if (groups.sql !== "" || having.part !== null || parts.some((part) => part.aggregate)) {
    refuseUngrouped(having.part === null ? parts : [...parts, having.part], select, source);
  }
  const distinct = compileDistinct(select, grouped);
  const list = targets.map(({ column, sql }) => `${sql} as ${quoteName(column.name)}`).join(", ");
  const sql = `select ${distinct}${list}${from.sql === "" ? "" : ` from ${from.sql}`}${where.sql}` +
    `${groups.sql}${having.sql}${sorts.sql}${compileLimit(select, rows)}`;
  return { relation: sql, columns: targets.map(({ column }) => column) };
}

function warnOfLooseTables(
  { fromClause, whereClause }: SelectStmt,
  { source, warnings }: Statement,
): void {
  if (fromClause === undefined || fromClause.length < 2 || whereClause !== undefined) return;
  warnings.push(source.problem({
    message: "Cannot tell how the tables belong together: each row is joined with every other",
    location: locationOf(fromClause[1]),
    remedy: "Write join … on …, or cross join if that is meant",
  }, "warning"));
}

/** Beside an aggregate every column outside of one has to be grouped by. */
function refuseUngrouped(
  parts: readonly Typed[],
  { targetList }: SelectStmt,
  source: Statement["source"],
): void {
  const ungrouped = parts.find((part) => part.bare.length > 0);
  if (ungrouped === undefined) return;
  const [column] = ungrouped.bare;
  source.refuse({
    message: `Cannot use a column that is neither grouped nor in an aggregate: ` +
      `current value is ${column}`,
    location: locationOf(targetList?.[0]),
    remedy: `Add it to GROUP BY, or write max(${spell(column)})`,
  });
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
