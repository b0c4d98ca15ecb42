/**
 * Compiles GROUP BY.
 *
 * @module
 */
import type { GroupingSet, Node, SelectStmt } from "@pgsql/types";
import { settle } from "@/lib/sql/cast.ts";
import {
  allowFields,
  type Context,
  locationOf,
  readStrings,
  type Typed,
} from "@/lib/sql/context.ts";
import type { From } from "./from.ts";

/** An entry after SELECT that GROUP BY can mean. */
export interface Output {
  readonly name: string | null;
  compile(): Typed;
}

/** A GROUP BY, printed, and what it names. */
export interface Groups {
  readonly sql: string;
  readonly printed: ReadonlySet<string>;
}

const SETS: Readonly<Record<string, string>> = {
  GROUPING_SET_ROLLUP: "rollup",
  GROUPING_SET_CUBE: "cube",
  GROUPING_SET_SETS: "grouping sets",
};

/** The most columns in a cube: it makes two to the power of them groupings. */
const MAX_CUBE = 6;

/** Compiles the clause; a name means a column first, and then what SELECT calls so. */
export function compileGroups(
  select: SelectStmt,
  options: { readonly context: Context; readonly from: From; readonly outputs: readonly Output[] },
): Groups {
  const { groupClause, groupDistinct } = select;
  if (groupClause === undefined) return { sql: "", printed: new Set() };
  const printed = new Set<string>();
  const list = groupClause.map((node) => printEntry(node, printed, options));
  return { sql: ` group by ${groupDistinct ? "distinct " : ""}${list.join(", ")}`, printed };
}

type Options = Parameters<typeof compileGroups>[1];

function printEntry(node: Node, printed: Set<string>, options: Options): string {
  const { source } = options.context;
  if ("GroupingSet" in node) return printSet(node.GroupingSet, printed, options);
  if ("RowExpr" in node) {
    const { args } = allowFields(node.RowExpr, ["args", "row_format"], source);
    return `(${(args ?? []).map((arg) => printEntry(arg, printed, options)).join(", ")})`;
  }
  const part = compileEntry(node, options);
  printed.add(part.sql);
  return part.sql;
}

function printSet(set: GroupingSet, printed: Set<string>, options: Options): string {
  const { source } = options.context;
  const { kind = "", content, location } = allowFields(set, ["kind", "content"], source);
  if (kind === "GROUPING_SET_EMPTY") return "()";
  const words = SETS[kind];
  if (words === undefined || (words === "cube" && (content ?? []).length > MAX_CUBE)) {
    return source.refuse({ message: `Cannot group this way: current value is ${kind}`, location });
  }
  return `${words} (${
    (content ?? []).map((node) => printEntry(node, printed, options)).join(", ")
  })`;
}

function compileEntry(node: Node, { context, from, outputs }: Options): Typed {
  const { source } = context;
  const output = findOutput(node, { context, from, outputs });
  const part = output === null ? context.compile(node, context) : output.compile();
  const settled = settle(part, context);
  if (settled.bare.length === 0) {
    source.refuse({ message: "Cannot group by a constant", location: locationOf(node) });
  }
  return settled;
}

function findOutput(node: Node, { context, from, outputs }: Options): Output | null {
  if ("A_Const" in node && node.A_Const.ival !== undefined) {
    const output = outputs[(node.A_Const.ival.ival ?? 0) - 1];
    return output ?? context.source.refuse({
      message: `Cannot group by a column of this number: current value is ${
        node.A_Const.ival.ival ?? 0
      }`,
      location: node.A_Const.location,
      remedy: `SELECT has ${outputs.length} columns`,
    });
  }
  if (!("ColumnRef" in node)) return null;
  const [name, more] = readStrings(node.ColumnRef.fields);
  const isColumn = from.visible.some(({ column }) => column.name === name);
  if (more !== undefined || isColumn) return null;
  return outputs.find((output) => output.name === name) ?? null;
}
