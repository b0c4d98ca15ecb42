/**
 * Tells what a SELECT reads before anything is known of it: that is what a notebook's
 * graph is made of.
 *
 * @module
 */
import { parseSource, SELECT_LIMITS } from "./source.ts";

/** The names in a SELECT, each once. */
export interface Names {
  /** Tables after FROM that no WITH defines: cells. */
  readonly tables: readonly string[];
  readonly parameters: readonly string[];
}

/**
 * Finds the cells and parameters that a SELECT names.
 *
 * @throws {AppError} BAD_EXPRESSION when it is no SQL.
 */
export function findNames(select: string): Names {
  const { statement, references } = parseSource(select, "", SELECT_LIMITS);
  const tables = new Set<string>();
  collect(statement, new Set(), tables);
  return {
    tables: [...tables],
    parameters: [...new Set(references.map(({ name }) => name))],
  };
}

/** Walks over a part of the tree; `named` are the queries that WITH defines around it. */
function collect(part: unknown, named: ReadonlySet<string>, tables: Set<string>): void {
  if (Array.isArray(part)) {
    for (const one of part) collect(one, named, tables);
  }
  if (!isFields(part) || Array.isArray(part)) return;
  const { relname, withClause, ...rest } = part;
  if (typeof relname === "string" && !named.has(relname)) tables.add(relname);
  const known = new Set(named);
  for (const query of commonTables(withClause)) {
    collect(query.ctequery, known, tables);
    if (typeof query.ctename === "string") known.add(query.ctename);
  }
  for (const value of Object.values(rest)) collect(value, known, tables);
}

function commonTables(withClause: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isFields(withClause) || !Array.isArray(withClause.ctes)) return [];
  return withClause.ctes.flatMap((entry: unknown) =>
    isFields(entry) && isFields(entry.CommonTableExpr) ? [entry.CommonTableExpr] : []
  );
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
