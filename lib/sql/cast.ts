/**
 * Brings a part of an expression to the type that its place needs.
 *
 * @module
 */
import type { Typed } from "./context.ts";
import { quoteText } from "./quote.ts";
import type { Source } from "./source.ts";
import { castSql, EXAMPLES, fitsType } from "./literals.ts";
import { commonType, distance, isNumber, type ParameterType, type SqlType } from "./types.ts";

/** Texts that begin with a letter are no dates here: `now` and `today` are, to Postgres. */
const GUARD = String.raw`, E'^\\s*([[:alpha:]])'::text, E'not a date: \\1'::text)`;

/**
 * Returns the part as this type.
 *
 * @throws {AppError} WRONG_TYPE when it can not stand for it without a cast.
 */
export function coerce(
  part: Typed,
  type: ParameterType,
  place: { readonly source: Source; readonly location?: number },
): Typed {
  if (type === "int4") {
    const whole = coerce(part, "integer", place);
    return { ...whole, sql: shortSql(whole) };
  }
  if (part.type === type) return part;
  if (type === "unknown") return part;
  if (distance(part.type, type) === Infinity) {
    place.source.refuse({
      code: "WRONG_TYPE",
      message: `Cannot use a value of type ${part.type} as ${type}`,
      location: place.location,
      remedy: castTo(part, type) === null ? null : `Write cast(… as ${type}) if that is meant`,
    });
  }
  if (part.type === "unknown" && part.literal !== undefined) {
    return readLiteral(part, type, place);
  }
  return { ...part, type, sql: castSql(part.sql, type) };
}

/** Requires a condition. */
export function asCondition(part: Typed, { source }: Sourced, location: number | undefined): Typed {
  return coerce(part, "boolean", { source, location });
}

/** Gives a text in quotes its type where nothing beside it does. */
export function settle(part: Typed, { source }: Sourced): Typed {
  return part.type === "unknown" ? coerce(part, "text", { source }) : part;
}

/** What knows the text that an expression was written in. */
interface Sourced {
  readonly source: Source;
}

/** Brings parts to the type they have in common; a text in quotes becomes what stands beside it. */
export function coerceAll(
  parts: readonly Typed[],
  place: { readonly source: Source; readonly location?: number; readonly act: string },
): { readonly parts: readonly Typed[]; readonly type: Exclude<SqlType, "unknown"> } {
  const common = commonType(parts.map((part) => part.type));
  if (common === null) {
    const types = [...new Set(parts.map((part) => part.type))].filter((type) => type !== "unknown");
    return place.source.refuse({
      code: "WRONG_TYPE",
      message: `Cannot ${place.act} values of types ${types.join(" and ")}`,
      location: place.location,
      remedy: "Cast one of them, as in cast(x as decimal)",
    });
  }
  const type = common === "unknown" ? "text" : common;
  return { parts: parts.map((part) => coerce(part, type, place)), type };
}

/** Returns the part with an explicit cast to this type, or `null` when there is none. */
export function castTo(part: Typed, type: Exclude<SqlType, "unknown">): Typed | null {
  const { sql, type: from } = part;
  const as = (text: string): Typed => ({ ...part, sql: text, type, literal: undefined });
  if (from === type) return part;
  if (from === "unknown") return as(castSql(sql, type));
  if (type === "text") return as(castSql(sql, type));
  if (from === "text") {
    const clock = type === "date" || type === "timestamp" || type === "time";
    return as(castSql(clock ? guardedSql(sql) : sql, type));
  }
  if (isNumber(from) && isNumber(type)) {
    // A number that was written out is known to be what it is, unless it may be rounded.
    const isWider = type !== "integer" && from !== "float";
    return isWider ? { ...as(castSql(sql, type)), literal: part.literal } : as(castSql(sql, type));
  }
  if (from === "boolean" && type === "integer") return as(`${sql}::int4::int8`);
  if (from === "integer" && type === "boolean") return as(`(${sql} <> 0::int8)`);
  const moves = ["date>timestamp", "timestamp>date", "timestamp>time", "time>interval"];
  // A day that was written out is still known as a point in time.
  return moves.includes(`${from}>${type}`)
    ? { ...as(castSql(sql, type)), literal: part.literal }
    : null;
}

function guardedSql(sql: string): string {
  return sql.startsWith("regexp_replace(") && sql.endsWith(GUARD)
    ? sql
    : `regexp_replace(${sql}${GUARD}`;
}

/** Reads NULL or a text in quotes as a value of this type. */
export function readLiteral(
  part: Typed,
  type: Exclude<SqlType, "unknown">,
  place: { readonly source: Source; readonly location?: number },
): Typed {
  const { literal } = part;
  if (literal === null || literal === undefined) {
    return { ...part, type, sql: castSql("null", type) };
  }
  if (!fitsType(literal, type)) {
    place.source.refuse({
      code: "WRONG_TYPE",
      message: `Cannot read as ${type}: current value is "${literal.slice(0, 40)}"`,
      location: place.location,
      remedy: `Write it as in '${EXAMPLES[type]}'`,
    });
  }
  const sql = part.bindAs?.(type) ?? quoteText(literal);
  return { ...part, type, sql: castSql(sql, type) };
}

/** A cast to the long integer gives way to one to the short. */
function shortSql(part: Typed): string {
  return `${part.sql.replace(/::int8$/, "")}::int4`;
}
