/**
 * Compiles a part of an expression: allows it by its kind, types it, prints it anew.
 *
 * @module
 */
import type { Node } from "@pgsql/types";
import { compileCall } from "@/lib/sql/call/call.ts";
import { CLOCK_REMEDY } from "@/lib/sql/call/functions.ts";
import { asCondition, coerce, settle } from "@/lib/sql/cast.ts";
import {
  allowFields,
  type Context,
  locationOf,
  readStrings,
  type Typed,
  typed,
} from "@/lib/sql/context.ts";
import { compileCase, compileCoalesce, compileGreatest } from "./choice.ts";
import { compileOperator } from "./operator.ts";
import { compileSublink } from "./subquery.ts";
import { compileCast, compileConstant, compileParameter } from "./value.ts";

/** How deep parts may stand in one another. */
const MAX_DEPTH = 400;

/** Returns the function that compiles any part; it counts how deep it is. */
export function createCompiler(): Context["compile"] {
  let depth = 0;
  return function compile(node, context) {
    if (context === undefined) throw new Error("Cannot compile a part without its surroundings");
    if (++depth > MAX_DEPTH) {
      context.source.refuse({
        message: `Cannot read SQL that is nested more than ${MAX_DEPTH} deep`,
        location: locationOf(node),
      });
    }
    const part = compileNode(node, context);
    depth--;
    return context.grouped.has(part.sql) ? { ...part, bare: [] } : part;
  };
}

function compileNode(node: Node | undefined, context: Context): Typed {
  const { source } = context;
  if (node === undefined) return source.refuse({ message: "Cannot read an empty expression" });
  if ("ColumnRef" in node) {
    const { fields, location } = allowFields(node.ColumnRef, ["fields"], source);
    return context.resolve(readStrings(fields), location, context);
  }
  if ("A_Const" in node) return compileConstant(node.A_Const, context);
  if ("ParamRef" in node) return compileParameter(node.ParamRef, context);
  if ("A_Expr" in node) return compileOperator(node.A_Expr, context);
  if ("FuncCall" in node) return compileCall(node.FuncCall, context);
  if ("TypeCast" in node) return compileCast(node.TypeCast, context);
  if ("CaseExpr" in node) return compileCase(node.CaseExpr, context);
  if ("MinMaxExpr" in node) return compileGreatest(node.MinMaxExpr, context);
  if ("BoolExpr" in node) {
    const { boolop, args, location } = allowFields(node.BoolExpr, ["boolop", "args"], source);
    const negated = boolop === "NOT_EXPR" ? !context.negated : context.negated;
    const parts = (args ?? []).map((part) =>
      asCondition(context.compile(part, { ...context, negated }), context, location)
    );
    const sql = parts.map((part) => part.sql);
    const printed = boolop === "NOT_EXPR"
      ? `(not ${sql[0]})`
      : `(${sql.join(boolop === "AND_EXPR" ? " and " : " or ")})`;
    return typed(printed, "boolean", parts);
  }
  if ("NullTest" in node) {
    const { arg, nulltesttype } = allowFields(node.NullTest, ["arg", "nulltesttype"], source);
    const part = settle(context.compile(arg, context), context);
    const test = nulltesttype === "IS_NULL" ? "is null" : "is not null";
    return typed(`(${part.sql} ${test})`, "boolean", [part]);
  }
  if ("BooleanTest" in node) {
    const { arg, booltesttype, location } = allowFields(
      node.BooleanTest,
      ["arg", "booltesttype"],
      source,
    );
    const part = asCondition(context.compile(arg, context), context, location);
    const test = (booltesttype ?? "IS_TRUE").toLowerCase().replaceAll("_", " ");
    return typed(`(${part.sql} ${test})`, "boolean", [part]);
  }
  if ("CoalesceExpr" in node) return compileCoalesce(node.CoalesceExpr, context);
  if ("CollateClause" in node) {
    const { arg, collname, location } = allowFields(
      node.CollateClause,
      ["arg", "collname"],
      source,
    );
    const part = coerce(context.compile(arg, context), "text", { source, location });
    const name = readStrings(collname).at(-1);
    if (name === "C" || name === "und-x-icu") return part;
    return source.refuse({
      message: `Cannot order text by another rule than "C": current value is ${name}`,
      location,
      remedy: "Leave COLLATE out",
    });
  }
  if ("GroupingFunc" in node) {
    const { args, location } = allowFields(node.GroupingFunc, ["args"], source);
    const parts = (args ?? []).map((part) => context.compile(part, context));
    if (parts.some((part) => !context.grouped.has(part.sql))) {
      source.refuse({ message: "Cannot call grouping with what GROUP BY does not name", location });
    }
    return typed(`grouping(${parts.map((part) => part.sql).join(", ")})::int8`, "integer", parts);
  }
  if ("SubLink" in node) return compileSublink(node, context);
  if ("SQLValueFunction" in node) {
    const { op, location } = node.SQLValueFunction;
    const name = (op ?? "").replace("SVFOP_", "").toLowerCase();
    return source.refuse({ message: `Cannot use ${name}`, location, remedy: CLOCK_REMEDY });
  }
  return source.refuse({
    message: `Cannot use this form of SQL in an expression: current value is ${
      Object.keys(node)[0]
    }`,
    location: locationOf(node),
  });
}
