/**
 * Types and prints arithmetic on numbers, days, times and intervals, and follows
 * units and additivity through it.
 *
 * @module
 */
import type { Additivity } from "@/lib/frame/schema.ts";
import { castTo, coerce } from "@/lib/sql/cast.ts";
import { commonUnit, type Context, isConstant, type Typed, typed } from "@/lib/sql/context.ts";
import { castSql } from "@/lib/sql/literals.ts";
import { ratioOf } from "@/lib/sql/ratio.ts";
import type { Source } from "@/lib/sql/source.ts";
import { isNumber, type SqlType } from "@/lib/sql/types.ts";

interface Place {
  readonly source: Source;
  readonly location: number | undefined;
  readonly context: Context;
}

/** What days, times and intervals give, by the types of both sides; `$1` and `$2` are the sides. */
const MOMENTS: ReadonlyMap<string, readonly [type: SqlType, print: string]> = new Map([
  ["date + integer", ["date", "($1 + $2::int4)"]],
  ["integer + date", ["date", "($2 + $1::int4)"]],
  ["date - integer", ["date", "($1 - $2::int4)"]],
  ["date - date", ["integer", "($1 - $2)::int8"]],
  ["date + interval", ["timestamp", "($1::timestamptz + $2)"]],
  ["interval + date", ["timestamp", "($2::timestamptz + $1)"]],
  ["date - interval", ["timestamp", "($1::timestamptz - $2)"]],
  ["date + time", ["timestamp", "($1 + $2)::timestamptz"]],
  ["timestamp + interval", ["timestamp", "($1 + $2)"]],
  ["interval + timestamp", ["timestamp", "($2 + $1)"]],
  ["timestamp - interval", ["timestamp", "($1 - $2)"]],
  ["timestamp - timestamp", ["interval", "($1 - $2)"]],
  ["timestamp - date", ["interval", "($1 - $2::timestamptz)"]],
  ["date - timestamp", ["interval", "($1::timestamptz - $2)"]],
  ["time + interval", ["time", "($1 + $2)"]],
  ["time - interval", ["time", "($1 - $2)"]],
  ["time - time", ["interval", "($1 - $2)"]],
  ["interval + interval", ["interval", "($1 + $2)"]],
  ["interval - interval", ["interval", "($1 - $2)"]],
  ["interval * integer", ["interval", "($1 * $2::float8)"]],
  ["interval * decimal", ["interval", "($1 * $2::float8)"]],
  ["interval * float", ["interval", "($1 * $2)"]],
  ["integer * interval", ["interval", "($2 * $1::float8)"]],
  ["decimal * interval", ["interval", "($2 * $1::float8)"]],
  ["float * interval", ["interval", "($2 * $1)"]],
  ["interval / integer", ["interval", "($1 / nullif($2, 0)::float8)"]],
  ["interval / float", ["interval", "($1 / nullif($2, 0))"]],
]);

/** Compiles `left sign right`; `left` is `null` for a sign before a number. */
export function compileArithmetic(
  left: Typed | null,
  sign: string,
  right: Typed,
  place: Place,
): Typed {
  if (left === null) {
    if (sign === "-" && (isNumber(right.type) || right.type === "interval")) {
      const { unit, additivity } = right;
      return typed(`(- ${right.sql})`, right.type, [right], { unit, additivity });
    }
    if (sign === "+" && isNumber(right.type)) return right;
    return refuse(`Cannot write ${sign} before a value of type ${right.type}`, place);
  }
  const [first, second] = readUnknown(left, sign, right, place);
  if (isNumber(first.type) && isNumber(second.type)) return calculate(first, sign, second, place);
  const moment = MOMENTS.get(`${first.type} ${sign} ${second.type}`);
  if (moment === undefined) {
    return refuse(
      `Cannot calculate ${first.type} ${sign} ${second.type}`,
      place,
      first.type === "text" || second.type === "text"
        ? "Join texts with ||, or cast a text to a number"
        : null,
    );
  }
  const [type, print] = moment;
  const sql = print.replace(/\$([12])/g, (_, side) => side === "1" ? first.sql : second.sql);
  return typed(sql.replace("::int8::int4", "::int4"), type, [first, second]);
}

/** A text in quotes is what stands beside it; beside a day it is an interval when subtracted or added. */
function readUnknown(
  left: Typed,
  sign: string,
  right: Typed,
  place: Place,
): readonly [Typed, Typed] {
  const read = (part: Typed, other: Typed) => {
    if (part.type !== "unknown") return part;
    if (other.type === "unknown") return coerce(part, "text", place);
    const moment = other.type === "date" || other.type === "timestamp" || other.type === "time";
    const spelled = /[a-z]/i.test(part.literal ?? "");
    return coerce(part, moment && spelled && sign !== "*" ? "interval" : other.type, place);
  };
  return [read(left, right), read(right, left)];
}

function calculate(left: Typed, sign: string, right: Typed, place: Place): Typed {
  const type = resultType(left.type, sign, right.type);
  const parts = [left, right];
  if ((sign === "+" || sign === "-") && left.unit !== right.unit && left.unit && right.unit) {
    place.context.warn(place.source.problem({
      code: "WRONG_TYPE",
      message: `Cannot ${
        sign === "+" ? "add" : "subtract"
      } as one unit: current values are "${left.unit}" and "${right.unit}"`,
      location: place.location,
      remedy: "Convert one of them first",
    }, "warning"));
  }
  const known = {
    unit: unitOf(left, sign, right),
    additivity: additivityOf(left, sign, right),
    ratio: ratioOf(left, sign, right),
  };
  const first = sign === "/" && type === "decimal" && left.type === "integer"
    ? coerce(left, "decimal", place)
    : left;
  const same = type === "float" || sign === "^" || sign === "%";
  const operand = (part: Typed) => same ? castTo(part, type) ?? part : part;
  const divisor = sign === "/" || sign === "%" ? neverZero(operand(right)) : operand(right).sql;
  return typed(`(${operand(first).sql} ${sign} ${divisor})`, type, parts, known);
}

/** The type of a calculation with numbers; tested against Postgres' own answers. */
function resultType(left: SqlType, sign: string, right: SqlType): "integer" | "decimal" | "float" {
  if (left === "float" || right === "float") return sign === "%" ? "decimal" : "float";
  const whole = left === "integer" && right === "integer";
  return whole && sign !== "/" && sign !== "^" ? "integer" : "decimal";
}

/** Prints a divisor so that zero becomes NULL. */
export function neverZero(part: Typed): string {
  const literal = part.literal ?? null;
  if (literal !== null && Number(literal) !== 0) return part.sql;
  if (part.sql.startsWith("nullif(") && /, 0::int8(?:::\w+)?\)$/.test(part.sql)) return part.sql;
  const zero = part.type === "integer"
    ? ""
    : castSql("", part.type === "float" ? "float" : "decimal");
  return `nullif(${part.sql}, 0::int8${zero})`;
}

function unitOf(left: Typed, sign: string, right: Typed): string | null {
  switch (sign) {
    case "+":
    case "-":
      return commonUnit([left, right]);
    case "*":
      return left.unit !== null && right.unit !== null ? null : left.unit ?? right.unit;
    case "/":
      return right.unit === null ? left.unit : null;
    case "%":
      return left.unit;
    default:
      return null;
  }
}

/** Sums of sums add up, and so do sums times or over a constant; nothing else does. */
function additivityOf(left: Typed, sign: string, right: Typed): Additivity | null {
  if (!left.aggregate && !right.aggregate) return null;
  const scales = (sign === "*" || sign === "/") && isConstant(right);
  if (scales) return left.additivity;
  if (sign === "*" && isConstant(left)) return right.additivity;
  if (sign !== "+" && sign !== "-") return "non_additive";
  const both = [left.additivity, right.additivity];
  if (both.includes("non_additive") || both.includes(null)) return "non_additive";
  return both.includes("semi_additive") ? "semi_additive" : "additive";
}

function refuse(message: string, { source, location }: Place, remedy: string | null = null): never {
  return source.refuse({ code: "WRONG_TYPE", message, location, remedy });
}
