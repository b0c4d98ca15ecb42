/**
 * Compiles a part of an expression: allows it by its kind, types it, prints it anew.
 *
 * @module
 */
import type { A_Const, CaseExpr, MinMaxExpr, Node, ParamRef, TypeCast } from "@pgsql/types";
import { castTo, coerce, coerceAll, readLiteral } from "./cast.ts";
import { compileCall } from "./call.ts";
import {
  allowFields,
  commonUnit,
  type Context,
  locationOf,
  readStrings,
  type Typed,
  typed,
} from "./context.ts";
import { CLOCK_REMEDY } from "./functions.ts";
import { castSql, quoteText } from "./literals.ts";
import { compileOperator } from "./operator.ts";
import { parameterValue } from "./reference.ts";
import { CAST_NAMES } from "./types.ts";

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
      condition(context.compile(part, { ...context, negated }), context, location)
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
    const part = condition(context.compile(arg, context), context, location);
    const test = (booltesttype ?? "IS_TRUE").toLowerCase().replaceAll("_", " ");
    return typed(`(${part.sql} ${test})`, "boolean", [part]);
  }
  if ("CoalesceExpr" in node) {
    const { args, location } = allowFields(node.CoalesceExpr, ["args"], source);
    const compiled = (args ?? []).map((part) => context.compile(part, context));
    const { parts, type } = coerceAll(compiled, { source, location, act: "choose between" });
    const [first, ...rest] = compiled;
    const zeros = rest.every(({ literal }) => literal !== undefined && Number(literal ?? 0) === 0);
    return typed(`coalesce(${printList(parts)})`, type, parts, {
      unit: commonUnit(compiled),
      additivity: zeros && first.aggregate ? first.additivity : null,
    });
  }
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
    return typed(`grouping(${printList(parts)})::int8`, "integer", parts);
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

/** Requires a condition. */
function condition(part: Typed, { source }: Context, location: number | undefined): Typed {
  return coerce(part, "boolean", { source, location });
}

/** Gives a text in quotes its type where nothing else does. */
function settle(part: Typed, { source }: Context): Typed {
  return part.type === "unknown" ? coerce(part, "text", { source }) : part;
}

function printList(parts: readonly Typed[]): string {
  return parts.map((part) => part.sql).join(", ");
}

function compileConstant(constant: A_Const, { source }: Context): Typed {
  const { isnull, ival, fval, boolval, sval, location } = constant;
  if (isnull) return typed("null", "unknown", [], { literal: null });
  // Zero, false and an empty text are left out of the tree.
  if (sval !== undefined) {
    const text = sval.sval ?? "";
    return typed(quoteText(text), "unknown", [], { literal: text });
  }
  if (boolval !== undefined) return typed(String(boolval.boolval ?? false), "boolean", []);
  if (ival !== undefined) return integer(String(ival.ival ?? 0));
  const digits = fval?.fval ?? "";
  if (/^-?\d{1,18}$/.test(digits)) return integer(digits);
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(digits) && digits.length <= 400) {
    const sql = castSql(digits.startsWith("-") ? `(${digits})` : digits, "decimal");
    return typed(sql, "decimal", [], { literal: digits });
  }
  return source.refuse({ message: "Cannot read this constant as a number or text", location });
}

function integer(digits: string): Typed {
  const sql = castSql(digits.startsWith("-") ? `(${digits})` : digits, "integer");
  return typed(sql, "integer", [], { literal: digits });
}

function compileParameter(parameter: ParamRef, context: Context): Typed {
  const { source, binder } = context;
  const { number, location } = parameter;
  const value = parameterValue(number ?? 0, context, location);
  switch (value.type) {
    case "number":
      return Number.isSafeInteger(value.value)
        ? bound(context, value.value, "integer")
        : bound(context, String(value.value), "decimal");
    case "boolean":
    case "date":
    case "text":
      return bound(context, value.value, value.type);
    case "choice":
      if (value.value !== "all") {
        return typed(quoteText(value.value), "unknown", [], {
          literal: value.value,
          bindAs: (type) => binder.bind(value.value, type),
        });
      }
      return source.refuse({
        code: "WRONG_TYPE",
        message: "Cannot use a parameter that is all as a value",
        location,
        remedy: "It stands alone on one side of a condition, as in region = ${region}",
      });
    case "date_range":
      return source.refuse({
        code: "WRONG_TYPE",
        message: "Cannot use a range of days as a value",
        location,
        remedy: "Write date in ${period}, or ${period.from} and ${period.to}",
      });
    case "list":
      return source.refuse({
        code: "WRONG_TYPE",
        message: "Cannot use a list as a value",
        location,
        remedy: "A list stands after in, as in region in ${regions}",
      });
  }
}

function bound(
  context: Context,
  value: string | number | boolean,
  type: "integer" | "decimal" | "boolean" | "date" | "text",
): Typed {
  return typed(castSql(context.binder.bind(value, type), type), type, []);
}

function compileCast(cast: TypeCast, context: Context): Typed {
  const { source } = context;
  const { arg, typeName, location } = allowFields(cast, ["arg", "typeName"], source);
  const { names, typmods } = allowFields(typeName ?? {}, ["names", "typmods", "typemod"], source);
  const words = readStrings(names);
  const name = words.at(-1) ?? "";
  const type = CAST_NAMES.get(name);
  const known = words.length === 1 || (words.length === 2 && words[0] === "pg_catalog");
  if (type === undefined || !known) {
    return source.refuse({
      code: "WRONG_TYPE",
      message: `Cannot cast to this type: current value is ${words.join(".")}`,
      location: typeName?.location ?? location,
      remedy: "Types are integer, decimal, float, boolean, date, time, timestamp, text, interval",
    });
  }
  const place = { source, location: location === -1 ? locationOf(arg) : location };
  const part = context.compile(arg, context);
  const cast_ = part.type === "unknown" ? readLiteral(part, type, place) : castTo(part, type);
  if (cast_ === null) {
    return source.refuse({
      code: "WRONG_TYPE",
      message: `Cannot cast a value of type ${part.type} to ${type}`,
      location: place.location,
    });
  }
  if (typmods === undefined) return { ...cast_, bare: part.bare };
  const sizes = typmods.map((size) => "A_Const" in size ? size.A_Const.ival?.ival ?? 0 : -1);
  const fits = type === "decimal" && sizes.length <= 2 &&
    sizes.every((size) => size >= 0 && size <= 1000);
  if (!fits) {
    source.refuse({
      message: `Cannot give a size to the type ${type}`,
      location: place.location,
      remedy: type === "text" ? "Use left(x, n)" : "Leave it out",
    });
  }
  return {
    ...cast_,
    sql: `${cast_.sql.replace(/::numeric$/, "")}::numeric(${sizes.join(",")})`,
    literal: undefined,
  };
}

function compileCase(node: CaseExpr, context: Context): Typed {
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
    const tested = condition(context.compile(test, context), context, locationOf(expr));
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

function compileGreatest(node: MinMaxExpr, context: Context): Typed {
  const { source } = context;
  const { op, args, location } = allowFields(node, ["op", "args"], source);
  const compiled = (args ?? []).map((part) => context.compile(part, context));
  const { parts, type } = coerceAll(compiled, { source, location, act: "compare" });
  const name = op === "IS_LEAST" ? "least" : "greatest";
  const list = parts.map((part) => type === "text" ? `${part.sql} collate "C"` : part.sql);
  return typed(`${name}(${list.join(", ")})`, type, parts, { unit: commonUnit(compiled) });
}

function compileSublink(node: Extract<Node, { SubLink: unknown }>, context: Context): Typed {
  const { source, subquery } = context;
  const { subLinkType, testexpr, operName, subselect, location } = node.SubLink;
  if (subquery === null || subselect === undefined) {
    return source.refuse({
      message: "Cannot use a SELECT inside an expression",
      location,
      remedy: "A sql cell can hold it",
    });
  }
  const inner = subquery(subselect, context);
  const outer = { bare: inner.bare };
  if (subLinkType === "EXISTS_SUBLINK") return typed(`exists (${inner.sql})`, "boolean", [], outer);
  if (inner.types.length !== 1) {
    source.refuse({
      message: `Cannot use a SELECT of ${inner.types.length} columns as one value`,
      location,
    });
  }
  const value = typed(`(${inner.sql})`, inner.types[0], [], { unit: inner.unit, ...outer });
  if (subLinkType === "EXPR_SUBLINK") return value;
  if (subLinkType === "ANY_SUBLINK" && operName === undefined) {
    const tested = context.compile(testexpr, context);
    const act = { source, location, act: "compare" };
    const { parts, type } = coerceAll([tested, value], act);
    const same = value.type === type;
    if (!same) coerce(value, "boolean", act);
    return typed(`(${parts[0].sql} in (${inner.sql}))`, "boolean", [tested, value]);
  }
  return source.refuse({
    message: "Cannot use this form of subquery",
    location,
    remedy: "Use exists (…) or x in (…)",
  });
}
