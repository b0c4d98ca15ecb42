/**
 * What the parts of the compiler share: a compiled part of an expression, and the
 * surroundings it is compiled in.
 *
 * @module
 */
import type { Node } from "@pgsql/types";
import type { Additivity } from "@/lib/frame/schema.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Binder, ParameterValues } from "./parameters.ts";
import type { Source } from "./source.ts";
import type { SqlType } from "./types.ts";

/** Two sums as SQL; the measure is the first over the second. */
export interface Ratio {
  readonly numerator: string;
  readonly denominator: string;
}

/** A part of an expression that was allowed, typed and printed anew. */
export interface Typed {
  /** Can stand beside any operator: it has its own parentheses. */
  readonly sql: string;
  readonly type: SqlType;
  /** The value, where it was written out: a text, a number as its digits, `null` for NULL. */
  readonly literal?: string | null;
  /** Prints the value of a parameter whose type is that of what it stands beside. */
  readonly bindAs?: (type: SqlType) => string;
  readonly unit: string | null;
  /** Of an aggregate, or of a bare column; `null` for any other expression over rows. */
  readonly additivity: Additivity | null;
  /** The two sums that it is one over the other of, where it is. */
  readonly ratio?: Ratio;
  /** Whether an aggregate is in it. */
  readonly aggregate: boolean;
  /** Columns outside of aggregates, as printed: they need a GROUP BY beside an aggregate. */
  readonly bare: readonly string[];
}

/** The surroundings of a part. Immutable: inner parts get a changed copy. */
export interface Context {
  readonly source: Source;
  readonly binder: Binder;
  readonly parameters: ParameterValues;
  /** Adds a warning. */
  warn(problem: Problem): void;
  /** Compiles a part, in these surroundings unless others are given. */
  compile(node: Node | undefined, context?: Context): Typed;
  /** Compiles a name: a column, or another measure. */
  resolve(fields: readonly string[], location: number | undefined, context: Context): Typed;
  /** Compiles a subquery to its SQL and column types; `null` where none may stand. */
  readonly subquery: ((node: Node, context: Context) => Subquery) | null;
  /** Why no aggregate may stand here, or `null`. */
  readonly aggregateRefusal: string | null;
  /** Why no window function may stand here, or `null`. */
  readonly windowRefusal: string | null;
  /** The definition of a named window; `null` when there is no such window. */
  window(name: string): WindowParts | null;
  /** Whether NOT stands an odd number of times around it. */
  readonly negated: boolean;
  /** What GROUP BY names, as printed; parts equal to it are no bare columns. */
  readonly grouped: ReadonlySet<string>;
}

/** A compiled window: its SQL in parentheses, and what stands in it. */
export interface WindowParts {
  readonly sql: string;
  readonly parts: readonly Typed[];
  readonly ordered: boolean;
}

/** A compiled subquery; columns that it takes from around it are in `bare`. */
export interface Subquery {
  readonly sql: string;
  readonly types: readonly SqlType[];
  readonly unit: string | null;
  readonly bare: readonly string[];
}

/** A call: its name, its arguments in the tree, where it stands. */
export interface Call {
  readonly name: string;
  readonly location: number | undefined;
  readonly nodes: readonly Node[];
  readonly context: Context;
}

/** Builds a part from the parts it was made of. */
export function typed(
  sql: string,
  type: SqlType,
  parts: readonly Typed[],
  known: Partial<Typed> = {},
): Typed {
  return {
    sql,
    type,
    unit: null,
    additivity: null,
    aggregate: parts.some((part) => part.aggregate),
    bare: parts.length === 0 ? [] : [...new Set(parts.flatMap((part) => part.bare))],
    ...known,
  };
}

/** A printed column as users write it, for messages. */
export function spell(sql: string): string {
  return sql.replaceAll(/"([a-z_][a-z0-9_]*)"/g, "$1");
}

/** Whether a part has the same value in every row and group. */
export function isConstant(part: Typed): boolean {
  return !part.aggregate && part.bare.length === 0;
}

/** The unit that all parts agree on, constants and bare numbers aside; `null` when they do not. */
export function commonUnit(parts: readonly Typed[]): string | null {
  const units = new Set(parts.map((part) => part.unit).filter((unit) => unit !== null));
  return units.size === 1 ? [...units][0] : null;
}

/**
 * Returns the fields of a node, after refusing any that is not listed: a field
 * that nobody thought of never reaches the database.
 */
export function allowFields<Fields extends object>(
  fields: Fields,
  allowed: readonly (keyof Fields & string)[],
  source: Source,
): Fields {
  for (const [name, value] of Object.entries(fields)) {
    const plain = name === "location" || value === undefined || value === false;
    if (plain || allowed.some((one) => one === name)) continue;
    const location = "location" in fields ? Number(fields.location) : undefined;
    source.refuse({
      message: `Cannot use this form of SQL here: current value is ${name}`,
      location,
    });
  }
  return fields;
}

/** The words of a list of strings in the tree, such as a name with its schema. */
export function readStrings(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).map((node) => "String" in node ? node.String.sval ?? "" : "*");
}

/** Where a node begins, as the tree tells it. */
export function locationOf(node: Node | undefined): number | undefined {
  if (node === undefined) return undefined;
  if ("SelectStmt" in node) return locationOf(node.SelectStmt.targetList?.[0]);
  // A node is one name with its fields, and where they begin is told alike in all.
  const [fields] = Object.values(node) as { location?: number }[];
  return fields.location;
}
