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
  return {
    tables: [...collect(statement)],
    parameters: [...new Set(references.map(({ name }) => name))],
  };
}

/** A part of the tree, and the queries that WITH defines around it. */
interface Part {
  readonly value: unknown;
  readonly named: ReadonlySet<string>;
}

/** Walks over the tree in its order, without calls in calls: it may be nested deeply. */
function collect(statement: unknown): Set<string> {
  const tables = new Set<string>();
  const left: Part[] = [{ value: statement, named: new Set() }];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    left.push(...partsOf(part, tables).reverse());
  }
  return tables;
}

/** Returns what is in a part, after adding the table that it is. */
function partsOf({ value, named }: Part, tables: Set<string>): Part[] {
  if (Array.isArray(value)) return value.map((one) => ({ value: one, named }));
  if (!isFields(value)) return [];
  const { relname, withClause, ...rest } = value;
  if (typeof relname === "string" && !named.has(relname)) tables.add(relname);
  const parts: Part[] = [];
  let known = named;
  for (const { ctename, ctequery } of commonTables(withClause)) {
    parts.push({ value: ctequery, named: known });
    if (typeof ctename === "string") known = new Set(known).add(ctename);
  }
  return [...parts, ...Object.values(rest).map((one) => ({ value: one, named: known }))];
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
