/**
 * Compiles operators: arithmetic, comparison, membership, patterns.
 *
 * Division never fails: by zero it gives NULL, and of two integers a decimal.
 *
 * @module
 */
import type { A_Expr, Node } from "@pgsql/types";
import { coerce, coerceAll } from "@/lib/sql/cast.ts";
import {
  allowFields,
  type Context,
  locationOf,
  readStrings,
  type Typed,
  typed,
} from "@/lib/sql/context.ts";
import { castSql } from "@/lib/sql/literals.ts";
import type { Source } from "@/lib/sql/source.ts";
import { compileArithmetic } from "./arithmetic.ts";
import { asParameter, isAll } from "./reference.ts";

/** The most values in a list after IN. */
const MAX_ITEMS = 5_000;

const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "^"]);
const COMPARISONS: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);
const PATTERNS: ReadonlyMap<string, string> = new Map([
  ["~", "~"],
  ["~*", "~*"],
  ["!~", "!~"],
  ["!~*", "!~*"],
  ["~~", "like"],
  ["!~~", "not like"],
  ["~~*", "ilike"],
  ["!~~*", "not ilike"],
]);

/** Compiles one operator with its operands. */
export function compileOperator(operator: A_Expr, context: Context): Typed {
  const { source } = context;
  const { kind, name, lexpr, rexpr, location } = allowFields(
    operator,
    ["kind", "name", "lexpr", "rexpr", "rexpr_list_start", "rexpr_list_end"],
    source,
  );
  const words = readStrings(name);
  const sign = words[0] ?? "";
  const parts: Operation = { lexpr, rexpr, sign, location };
  if (words.length === 1) {
    switch (kind) {
      case "AEXPR_OP":
        return compilePlain(parts, context);
      case "AEXPR_IN":
        return compileIn(parts, context);
      case "AEXPR_BETWEEN":
      case "AEXPR_NOT_BETWEEN":
      case "AEXPR_BETWEEN_SYM":
      case "AEXPR_NOT_BETWEEN_SYM":
        return compileBetween(parts, context, kind.slice("AEXPR_".length));
      case "AEXPR_DISTINCT":
      case "AEXPR_NOT_DISTINCT": {
        const words = kind === "AEXPR_DISTINCT" ? "is distinct from" : "is not distinct from";
        return compare({ ...parts, sign: words }, context);
      }
      case "AEXPR_LIKE":
      case "AEXPR_ILIKE":
        return compilePattern(parts, context);
      case "AEXPR_NULLIF": {
        const left = context.compile(lexpr, context);
        const right = context.compile(rexpr, context);
        const both = coerceAll([left, right], {
          source,
          location,
          act: "compare",
        });
        const sql = both.parts.map((part) => part.sql).join(", ");
        // Nothing in the place of 0 adds as little.
        const isZero = right.literal !== undefined && Number(right.literal ?? 1) === 0;
        return typed(`nullif(${sql})`, both.type, both.parts, {
          unit: left.unit,
          additivity: isZero && left.aggregate ? left.additivity : null,
        });
      }
    }
  }
  return refuseOperator(words.join("."), location, source);
}

function refuseOperator(sign: string, location: number | undefined, source: Source): never {
  return source.refuse({
    message: `Cannot use this operator: current value is ${sign}`,
    location,
    remedy: "Use + - * / % ^ || = <> < <= > >= in, between, like, ilike, ~, is null",
  });
}

/** An operator's parts, as the tree has them. */
interface Operation {
  readonly lexpr: Node | undefined;
  readonly rexpr: Node | undefined;
  readonly sign: string;
  readonly location: number | undefined;
}

function compilePlain(operation: Operation, context: Context): Typed {
  const { lexpr, rexpr, sign, location } = operation;
  const { source } = context;
  if (ARITHMETIC.has(sign)) {
    const left = lexpr === undefined ? null : context.compile(lexpr, context);
    return compileArithmetic(left, sign, context.compile(rexpr, context), {
      source,
      location,
      context,
    });
  }
  if (COMPARISONS.has(sign) && lexpr !== undefined) return compare(operation, context);
  if (PATTERNS.has(sign) && lexpr !== undefined) return compilePattern(operation, context);
  if (sign === "||" && lexpr !== undefined) {
    const parts = [lexpr, rexpr].map((node) => asText(context.compile(node, context), context));
    return typed(`(${parts[0].sql} || ${parts[1].sql})`, "text", parts);
  }
  return refuseOperator(sign, location, source);
}

function asText(part: Typed, { source }: Context): Typed {
  if (part.type === "text") return part;
  if (part.type === "unknown") return coerce(part, "text", { source });
  return { ...part, type: "text", sql: castSql(part.sql, "text") };
}

/** A condition on a parameter that is all: true, also under NOT. */
function always(context: Context): Typed {
  return typed(String(!context.negated), "boolean", []);
}

function compare({ lexpr, rexpr, sign, location }: Operation, context: Context): Typed {
  const { source } = context;
  if (isAll(lexpr, context) || isAll(rexpr, context)) {
    // The other side is compiled all the same: a wrong name in it is wrong today too.
    for (const node of [lexpr, rexpr]) if (!isAll(node, context)) context.compile(node, context);
    return always(context);
  }
  const compiled = [context.compile(lexpr, context), context.compile(rexpr, context)];
  const { parts, type } = coerceAll(compiled, { source, location, act: "compare" });
  const orders = type === "text" && /^[<>]=?$/.test(sign);
  const left = orders ? `${parts[0].sql} collate "C"` : parts[0].sql;
  return typed(`(${left} ${sign} ${parts[1].sql})`, "boolean", parts);
}

function compileIn({ lexpr, rexpr, sign, location }: Operation, context: Context): Typed {
  const { source } = context;
  const items = rexpr !== undefined && "List" in rexpr ? rexpr.List.items ?? [] : [];
  const tested = context.compile(lexpr, context);
  if (items.some((item) => isAll(item, context))) return always(context);
  const not = sign === "<>" ? "not " : "";
  const compiled: Typed[] = [];
  for (const item of items) {
    const value = asParameter(item, context);
    if (value?.type === "date_range") {
      if (items.length === 1) return compileRange(tested, value, { not, location, context });
    }
    if (value?.type === "list") {
      compiled.push(...value.values.map((element): Typed => ({
        ...typed("null", "unknown", []),
        literal: String(element),
        bindAs: (type) => context.binder.bind(String(element), type),
      })));
    } else compiled.push(context.compile(item, context));
  }
  if (compiled.length > MAX_ITEMS) {
    source.refuse({ message: `Cannot compare with more than ${MAX_ITEMS} values`, location });
  }
  // Nothing is in an empty list.
  if (compiled.length === 0) return typed(not === "" ? "false" : "true", "boolean", [tested]);
  const { parts } = coerceAll([tested, ...compiled], { source, location, act: "compare" });
  const list = parts.slice(1).map((part) => part.sql).join(", ");
  return typed(`(${parts[0].sql} ${not}in (${list}))`, "boolean", parts);
}

/** Both days of the range are in it, for days and for points in time. */
function compileRange(
  tested: Typed,
  range: { readonly from: string; readonly to: string },
  options: { readonly not: string; readonly location?: number; readonly context: Context },
): Typed {
  const { not, location, context: { source, binder } } = options;
  if (tested.type !== "date" && tested.type !== "timestamp") {
    source.refuse({
      code: "WRONG_TYPE",
      message: `Cannot tell whether a value of type ${tested.type} is in a range of days`,
      location,
      remedy: "Use a column of type date or timestamp",
    });
  }
  const cast = tested.type === "date" ? "" : "::timestamptz";
  const from = `${castSql(binder.bind(range.from, "date"), "date")}${cast}`;
  const to = `(${castSql(binder.bind(range.to, "date"), "date")} + 1)${cast}`;
  const sql = `(${tested.sql} >= ${from} and ${tested.sql} < ${to})`;
  return typed(not === "" ? sql : `(not ${sql})`, "boolean", [tested]);
}

function compileBetween(operation: Operation, context: Context, kind: string): Typed {
  const { lexpr, rexpr, location } = operation;
  const bounds = rexpr !== undefined && "List" in rexpr ? rexpr.List.items ?? [] : [];
  if (bounds.some((bound) => isAll(bound, context))) return always(context);
  const compiled = [lexpr, ...bounds].map((node) => context.compile(node, context));
  const { source } = context;
  const { parts, type } = coerceAll(compiled, { source, location, act: "compare" });
  const words = kind.toLowerCase().replaceAll("_", " ").replace("sym", "symmetric");
  const collate = type === "text" ? ` collate "C"` : "";
  const [tested, low, high] = parts.map((part) => part.sql);
  return typed(`(${tested}${collate} ${words} ${low} and ${high})`, "boolean", parts);
}

function compilePattern({ lexpr, rexpr, sign, location }: Operation, context: Context): Typed {
  const { source } = context;
  const words = PATTERNS.get(sign);
  if (words === undefined) return refuseOperator(sign, location, source);
  if (isAll(rexpr, context)) return always(context);
  const place = { source, location: locationOf(rexpr) };
  const parts = [lexpr, rexpr].map((node) => coerce(context.compile(node, context), "text", place));
  // Which letters are the same but for their case, Unicode says.
  const rule = /ilike|\*/.test(words) ? ` collate "und-x-icu"` : "";
  const [tested, pattern] = parts.map((part) => `${part.sql}${rule}`);
  return typed(`(${tested} ${words} ${pattern})`, "boolean", parts);
}
