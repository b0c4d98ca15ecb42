/**
 * Compiles a statement that is one query, and the queries in it.
 *
 * @module
 */
import type { CommonTableExpr, Node, SelectStmt } from "@pgsql/types";
import { renameColumns } from "@/lib/sql/column.ts";
import { allowFields, locationOf, readStrings } from "@/lib/sql/context.ts";
import { createCompiler } from "@/lib/sql/part/node.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Relation } from "./from.ts";
import type { Position, Statement } from "./level.ts";
import { compileSelectList } from "./select_list.ts";
import { compileSetOperation, compileValues } from "./set_operation.ts";

const OUTERMOST: Position = { named: new Map(), outer: null, depth: 0, anonymous: false };

/** How many queries may stand in one another; each UNION is around the one before it. */
const MAX_DEPTH = 64;

/** Starts a statement's compilation. */
export function compileStatement(
  node: Node,
  shared: Omit<Statement, "compile" | "query">,
): Relation {
  const statement: Statement = {
    ...shared,
    compile: createCompiler(),
    query: (inner, position) => compileQuery(inner, position, statement),
  };
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
    const columns = renameColumns(query.columns, names, { source, location });
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
