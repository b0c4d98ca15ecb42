/**
 * Compiles values: written out, given by a parameter, or cast to another type.
 *
 * @module
 */
import type { A_Const, ParamRef, TypeCast } from "@pgsql/types";
import { castTo, readLiteral } from "@/lib/sql/cast.ts";
import {
  allowFields,
  type Context,
  locationOf,
  readStrings,
  type Typed,
  typed,
} from "@/lib/sql/context.ts";
import { castSql } from "@/lib/sql/literals.ts";
import { quoteText } from "@/lib/sql/quote.ts";
import { CAST_NAMES } from "@/lib/sql/types.ts";
import { parameterValue } from "./reference.ts";

/** Compiles a value that is written out. */
export function compileConstant(constant: A_Const, { source }: Context): Typed {
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

/** Compiles a parameter, whose value is bound. */
export function compileParameter(parameter: ParamRef, context: Context): Typed {
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
  // A day's value is known to what must count days before it runs; it is bound all the same.
  const known = type === "date" ? { literal: String(value) } : {};
  return typed(castSql(context.binder.bind(value, type), type), type, [], known);
}

/** Compiles an explicit cast. */
export function compileCast(cast: TypeCast, context: Context): Typed {
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
  const converted = part.type === "unknown" ? readLiteral(part, type, place) : castTo(part, type);
  if (converted === null) {
    return source.refuse({
      code: "WRONG_TYPE",
      message: `Cannot cast a value of type ${part.type} to ${type}`,
      location: place.location,
    });
  }
  if (typmods === undefined) return { ...converted, bare: part.bare };
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
    ...converted,
    sql: `${converted.sql.replace(/::numeric$/, "")}::numeric(${sizes.join(",")})`,
    literal: undefined,
  };
}
