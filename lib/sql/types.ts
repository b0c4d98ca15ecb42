/**
 * The types of expressions, and which may stand for which.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";

/**
 * A column's type, or what only exists inside an expression: an interval, or
 * `unknown`, the type of NULL and of a text in quotes until its place decides.
 */
export type SqlType = ColumnType | "interval" | "unknown";

/** What a function takes: a type, or `int4` where Postgres insists on the short integer. */
export type ParameterType = SqlType | "int4";

/** How Postgres spells each type. */
export const POSTGRES_NAMES: Readonly<Record<Exclude<ParameterType, "unknown">, string>> = {
  int4: "int4",
  integer: "int8",
  decimal: "numeric",
  float: "float8",
  boolean: "bool",
  date: "date",
  time: "time",
  timestamp: "timestamptz",
  text: "text",
  interval: "interval",
};

/** How Postgres spells the type of a table's column; text is ordered by code point everywhere. */
export const POSTGRES_TYPES: Readonly<Record<ColumnType, string>> = {
  ...POSTGRES_NAMES,
  text: 'text collate "C"',
};

/** The names of types that a cast may use, in Postgres' spellings and in ours. */
export const CAST_NAMES: ReadonlyMap<string, Exclude<SqlType, "unknown">> = new Map([
  ...["int2", "int4", "int8", "integer", "bigint"].map((name) => [name, "integer"] as const),
  ...["numeric", "decimal"].map((name) => [name, "decimal"] as const),
  ...["float4", "float8", "float"].map((name) => [name, "float"] as const),
  ...["text", "varchar"].map((name) => [name, "text"] as const),
  ...["timestamp", "timestamptz"].map((name) => [name, "timestamp"] as const),
  ...["bool", "boolean"].map((name) => [name, "boolean"] as const),
  ["date", "date"],
  ["time", "time"],
  ["interval", "interval"],
]);

const STEPS: Readonly<Record<string, number>> = {
  "integer>decimal": 1,
  "integer>float": 2,
  "decimal>float": 2,
  "date>timestamp": 1,
  "integer>int4": 0,
  "unknown>text": 1,
};

/**
 * How far a type is from one that is wanted: 0 when it is that one, Infinity when
 * it cannot stand for it without an explicit cast.
 */
export function distance(from: SqlType, to: ParameterType): number {
  if (from === to) return 0;
  return STEPS[`${from}>${to}`] ?? (from === "unknown" ? 3 : Infinity);
}

/** The type that all can be read as, or `null`; `unknown` when all are. */
export function commonType(types: readonly SqlType[]): SqlType | null {
  const known = types.filter((type) => type !== "unknown");
  if (known.length === 0) return "unknown";
  return known.find((type) => known.every((other) => distance(other, type) < Infinity)) ?? null;
}

/** Whether values of this type can be calculated with. */
export function isNumber(type: SqlType): boolean {
  return type === "integer" || type === "decimal" || type === "float";
}
