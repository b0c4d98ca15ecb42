/**
 * Compiles what chooses one of several values: coalesce, case, greatest and least.
 *
 * @module
 */
import type { CaseExpr, CoalesceExpr, MinMaxExpr, Node } from "@pgsql/types";
import { asCondition, coerceAll } from "@/lib/sql/cast.ts";
import {
  allowFields,
  commonUnit,
  type Context,
  locationOf,
  type Typed,
  typed,
} from "@/lib/sql/context.ts";

/** Compiles `coalesce(a, b, …)`; with zeros after it, a sum still adds up. */
export function compileCoalesce(node: CoalesceExpr, context: Context): Typed {
  const { source } = context;
  const { args, location } = allowFields(node, ["args"], source);
  const compiled = (args ?? []).map((part) => context.compile(part, context));
  const { parts, type } = coerceAll(compiled, { source, location, act: "choose between" });
  const [first, ...rest] = compiled;
  const zeros = rest.every(({ literal }) => literal !== undefined && Number(literal ?? 0) === 0);
  return typed(`coalesce(${parts.map((part) => part.sql).join(", ")})`, type, parts, {
    unit: commonUnit(compiled),
    additivity: zeros && first.aggregate ? first.additivity : null,
    ratio: zeros ? first.ratio : undefined,
  });
}

/** Compiles `case when … then … end`, and `case x when …`. */
export function compileCase(node: CaseExpr, context: Context): Typed {
  const { source } = context;
  const { arg, args, defresult, location } = allowFields(
    node,
    ["arg", "args", "defresult"],
    source,
  );
  const branches = (args ?? []).map((when) => {
    if (!("CaseWhen" in when)) return source.refuse({ message: "Cannot read this CASE", location });
    const { expr, result } = allowFields(when.CaseWhen, ["expr", "result"], source);
    // `case x when y` is `case when x = y`: one way to compare, one way to type it.
    const test: Node | undefined = arg === undefined || expr === undefined ? expr : {
      A_Expr: {
        kind: "AEXPR_OP",
        name: [{ String: { sval: "=" } }],
        lexpr: arg,
        rexpr: expr,
        location,
      },
    };
    const tested = asCondition(context.compile(test, context), context, locationOf(expr));
    return { tested, result: context.compile(result, context) };
  });
  const otherwise = defresult === undefined ? [] : [context.compile(defresult, context)];
  const compiled = [...branches.map(({ result }) => result), ...otherwise];
  const { parts, type } = coerceAll(compiled, { source, location, act: "choose between" });
  const whens = branches.map(({ tested }, index) => `when ${tested.sql} then ${parts[index].sql}`);
  const last = defresult === undefined ? "" : ` else ${parts[branches.length].sql}`;
  const all = [...parts, ...branches.map(({ tested }) => tested)];
  return typed(`(case ${whens.join(" ")}${last} end)`, type, all, { unit: commonUnit(compiled) });
}

/** Compiles `greatest` and `least`; text is compared by its bytes. */
export function compileGreatest(node: MinMaxExpr, context: Context): Typed {
  const { source } = context;
  const { op, args, location } = allowFields(node, ["op", "args"], source);
  const compiled = (args ?? []).map((part) => context.compile(part, context));
  const { parts, type } = coerceAll(compiled, { source, location, act: "compare" });
  const name = op === "IS_LEAST" ? "least" : "greatest";
  const list = parts.map((part) => type === "text" ? `${part.sql} collate "C"` : part.sql);
  return typed(`${name}(${list.join(", ")})`, type, parts, { unit: commonUnit(compiled) });
}
