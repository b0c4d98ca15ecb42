/**
 * Compiles calls of functions and aggregates.
 *
 * @module
 */
import type { FuncCall } from "@pgsql/types";
import { suggestName } from "@/lib/nearest.ts";
import { castTo, coerce, readLiteral } from "@/lib/sql/cast.ts";
import {
  allowFields,
  type Call,
  commonUnit,
  type Context,
  locationOf,
  readStrings,
  type Typed,
  typed,
} from "@/lib/sql/context.ts";
import { neverZero } from "@/lib/sql/part/arithmetic.ts";
import { CAST_NAMES } from "@/lib/sql/types.ts";
import { compileAggregate, isAggregate } from "./aggregate.ts";
import { requireSignature } from "./arguments.ts";
import { compileExtract, compileTimeZone, requireTruncation } from "./date_call.ts";
import {
  AGGREGATES,
  FUNCTIONS,
  KEEPS_UNIT,
  LENGTH_ARGUMENTS,
  REFUSED,
  WINDOW_FUNCTIONS,
} from "./functions.ts";
import { ruleAt, type Signature } from "./signature.ts";
import { compileWindowCall } from "./window.ts";

/** The longest text that repeat, lpad and rpad may make of one. */
const MAX_REPEAT = 1_000;

/** Compiles one call. */
export function compileCall(call: FuncCall, context: Context): Typed {
  const { source } = context;
  const words = readStrings(call.funcname);
  const name = words.at(-1) ?? "";
  const { location } = call;
  const spelled = call.funcformat === "COERCE_SQL_SYNTAX" && words[0] === "pg_catalog";
  if (words.length !== 1 && !spelled) {
    return source.refuse({
      message: `Cannot call a function of a schema: current value is ${words.join(".")}`,
      location,
      remedy: "Write the function's name alone",
    });
  }
  if (isAggregate(name) && call.over === undefined) return compileAggregate(call, name, context);
  if (call.over !== undefined) return compileWindowCall(call, name, context);
  if (WINDOW_FUNCTIONS.has(name)) {
    source.refuse({ message: `Cannot call ${name} without over (…)`, location });
  }
  allowFields(call, ["funcname", "args", "funcformat"], source);
  const compiled = (call.args ?? []).map((node) => context.compile(node, context));
  const act: Call = { name, location, nodes: call.args ?? [], context };
  if (name === "extract" || name === "date_part") return compileExtract(compiled, act);
  if (name === "timezone" && compiled.length === 2) return compileTimeZone(compiled, act);
  if (CAST_NAMES.has(name) && compiled.length === 1) return compileTypeCall(compiled[0], act);
  return compileListed(compiled, act);
}

/** `date(x)` is a cast in Postgres. */
function compileTypeCall(part: Typed, { name, location, context: { source } }: Call): Typed {
  const type = CAST_NAMES.get(name) ?? "text";
  const cast = part.type === "unknown"
    ? readLiteral(part, type, { source, location })
    : castTo(part, type);
  return cast ?? source.refuse({
    code: "WRONG_TYPE",
    message: `Cannot cast a value of type ${part.type} to ${type}`,
    location,
  });
}

function compileListed(compiled: readonly Typed[], call: Call): Typed {
  const { name, location, nodes, context: { source } } = call;
  const signatures = FUNCTIONS.get(name);
  if (signatures === undefined) return refuseName(call);
  const signature = requireSignature(signatures, compiled, { name, location, source });
  const limited = LENGTH_ARGUMENTS.get(name);
  if (limited !== undefined) requireSmall(compiled, limited, call);
  if (name === "date_trunc") {
    requireTruncation(compiled[0], { ...call, location: locationOf(nodes[0]) });
  }
  const parts = compiled.map((part, index) => {
    const rule = ruleAt(signature, index);
    const place = { source, location: locationOf(nodes[index]) ?? location };
    return rule === "any"
      ? coerce(part, part.type === "unknown" ? "text" : part.type, place)
      : coerce(part, rule, place);
  });
  return typed(fill(signature.print, parts), typeOf(signature, compiled), compiled, {
    unit: KEEPS_UNIT.has(name) ? commonUnit(compiled) : null,
    additivity: compiled.some((part) => part.aggregate) ? "non_additive" : null,
    // What is told with fewer digits is still made of the same sums.
    ratio: name === "round" ? compiled[0].ratio : undefined,
  });
}

function typeOf(signature: Signature, parts: readonly Typed[]): Typed["type"] {
  if (signature.gives !== "same") return signature.gives;
  return parts[0].type === "unknown" ? "text" : parts[0].type;
}

/** Puts arguments into a signature's template. */
function fill(print: string, parts: readonly Typed[]): string {
  return print.replace(/nonzero\(\$(\d)\)|\$(\d|\*)/g, (_, divisor, argument) => {
    if (divisor !== undefined) return neverZero(parts[Number(divisor) - 1]);
    if (argument === "*") return parts.map((part) => part.sql).join(", ");
    return parts[Number(argument) - 1].sql;
  });
}

function requireSmall(parts: readonly Typed[], index: number, { name, location, context }: Call) {
  const literal = parts[index].literal;
  const small = typeof literal === "string" && Number(literal) <= MAX_REPEAT;
  const nested = /(?:repeat|lpad|rpad)\(/.test(parts[0].sql);
  if (small && !nested) return;
  context.source.refuse({
    message: `Cannot make so long a text with ${name}`,
    location,
    remedy: `Write a length of at most ${MAX_REPEAT} as a number, and no ${name} inside it`,
  });
}

function refuseName({ name, location, context: { source } }: Call): never {
  const known = [...FUNCTIONS.keys(), ...AGGREGATES.keys(), ...WINDOW_FUNCTIONS.keys(), "median"];
  return source.refuse({
    message: `Cannot call this function: current value is "${name}"`,
    location,
    remedy: REFUSED.get(name) ?? suggestName(name, known),
  });
}
