/**
 * Conditions and orders of rows as SQL: values are bound, and names come from the stored schema.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { ColumnSchema, ColumnType, Schema } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { POSTGRES_NAMES } from "@/lib/sql/types.ts";
import type { RowCondition, RowsAsked } from "./contract.ts";

/** A part of a statement; `parameters` are those that it numbers from `$1`. */
export interface BoundSql {
  readonly sql: string;
  readonly parameters: readonly string[];
}

/** How a value of each type is written in a condition. */
const WRITTEN: Readonly<Record<ColumnType, readonly [pattern: RegExp, words: string]>> = {
  integer: [/^[+-]?\d{1,30}(\.\d{1,30})?$/, "a number"],
  decimal: [/^[+-]?\d{1,60}(\.\d{1,60})?$/, "a number"],
  float: [/^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[+-]?\d{1,3})?$/i, "a number"],
  boolean: [/^(yes|no|true|false)$/i, "yes or no"],
  date: [/^\d{4}-\d{2}-\d{2}$/, "a date such as 2026-01-31"],
  time: [/^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/, "a time such as 10:30"],
  timestamp: [
    /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$/,
    "a date or time such as 2026-01-31T10:30Z",
  ],
  text: [/^/, "a text"],
};

/** Returns a column of the schema. @throws AppError NOT_FOUND */
export function columnNamed({ columns }: Schema, name: string): ColumnSchema {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  throw new AppError(
    "NOT_FOUND",
    `Cannot find the column as the result has none of its name: current value is "${name}"`,
  );
}

/** Returns what holds for all rows that the conditions leave. @throws AppError BAD_PARAMETER, NOT_FOUND */
export function whereSql(schema: Schema, where: readonly RowCondition[]): BoundSql {
  const parameters: string[] = [];
  const bind = (value: string) => `$${parameters.push(value)}`;
  const parts = where.map((one) => conditionSql(columnNamed(schema, one.column), one, bind));
  return { sql: parts.length === 0 ? "true" : parts.join(" and "), parameters };
}

/**
 * Returns what rows are ordered by, nulls last. Rows that are alike keep their own order, which is
 * that of the file's lines or else that of their table. `prefix` is an alias with its dot.
 */
export function orderSql(schema: Schema, sort: RowsAsked["sort"], prefix = ""): string {
  const own = (schema.hidden?.includes("_line") ? ["_line", "ctid"] : ["ctid"])
    .map((name) => `${prefix}${name}`).join(", ");
  if (sort === null) return own;
  const { name, type } = columnNamed(schema, sort.column);
  const direction = sort.direction === "ascending" ? "asc" : "desc";
  // By code point also where an expression made the text, whose order is the server's own.
  const value = `${prefix}${quoteName(name)}${type === "text" ? '::text collate "C"' : ""}`;
  return `${value} ${direction} nulls last, ${own}`;
}

function conditionSql(
  { name, type }: ColumnSchema,
  condition: RowCondition,
  bind: (value: string) => string,
): string {
  const column = quoteName(name);
  switch (condition.type) {
    case "is_null":
      return `${column} is null`;
    case "is_not_null":
      return `${column} is not null`;
    case "contains":
      return `strpos(lower(${column}::text), lower(${bind(condition.value)}::text)) > 0`;
    case "equals":
      return compared("=");
    case "at_least":
      return compared(">=");
    case "at_most":
      return compared("<=");
  }

  function compared(operator: string): string {
    const value = written(name, type, condition.value);
    // A day stands for all of its moments.
    if (type === "timestamp" && value.length === 10) {
      return `(${column} at time zone 'UTC')::date ${operator} ${bind(value)}::text::date`;
    }
    // A fraction is no whole number, but can be compared with one.
    const wide = type === "integer" ? "numeric" : POSTGRES_NAMES[type];
    return `${column} ${operator} ${bind(value)}::text::${wide}`;
  }
}

/** @throws AppError BAD_PARAMETER where a column of this type has no such values */
function written(name: string, type: ColumnType, value: string): string {
  const [pattern, words] = WRITTEN[type];
  const text = type === "text" ? value : value.trim();
  const isDay = type !== "date" && type !== "timestamp" || isRealDay(text.slice(0, 10));
  if (pattern.test(text) && isDay && isRealTime(type, text)) return text;
  throw new AppError(
    "BAD_PARAMETER",
    `Cannot filter "${name}" as it is compared with ${words}: current value is "${value}"`,
  );
}

function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  // The year 1 comes after that before Christ.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) && day >= "0001";
}

function isRealTime(type: ColumnType, text: string): boolean {
  if (type !== "time" && type !== "timestamp") return true;
  const time = type === "time" ? text : text.slice(11);
  // No clock is off by 16 hours, and a database takes none that is.
  const isReal = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-5]):[0-5]\d)?$/;
  return time === "" || isReal.test(time);
}
