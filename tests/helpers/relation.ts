/**
 * One relation with a column of each type, as schema and as table.
 *
 * @module
 */
import { column, type ColumnSchema, type ColumnType } from "@/lib/frame/schema.ts";
import type { ParameterValue } from "@/lib/sql/parameters.ts";

export const columns: readonly ColumnSchema[] = [
  column("units", "integer"),
  column("price", "decimal", { unit: "USD" }),
  column("ratio", "float"),
  column("ok", "boolean"),
  column("day", "date", { role: "time" }),
  column("clock", "time"),
  column("at", "timestamp"),
  column("region", "text", { role: "dimension" }),
];

/** Makes the table; it holds two rows, the second all NULL. */
export const TABLE = [
  `create temp table orders (units int8, price numeric, ratio float8, ok bool, day date,
    clock time, at timestamptz, region text collate "C")`,
  `insert into orders values (5, 2.5, 0.5, true, '2026-01-31', '10:00', '2026-01-31 10:00Z', 'North'),
    (null, null, null, null, null, null, null, null)`,
];

/** How `pg_typeof` names what we call a type. */
export const NAMES: Readonly<Record<ColumnType, string>> = {
  integer: "bigint",
  decimal: "numeric",
  float: "double precision",
  boolean: "boolean",
  date: "date",
  time: "time without time zone",
  timestamp: "timestamp with time zone",
  text: "text",
};

export const parameters: ReadonlyMap<string, ParameterValue> = new Map<string, ParameterValue>([
  ["period", { type: "date_range", from: "2026-01-01", to: "2026-01-31" }],
  ["before", { type: "date_range", from: "2025-01-01", to: "2025-01-31" }],
  ["every", { type: "choice", value: "all" }],
  ["north", { type: "choice", value: "North" }],
  ["five", { type: "choice", value: "5" }],
  ["three", { type: "number", value: 3 }],
  ["half", { type: "number", value: 0.5 }],
  ["regions", { type: "list", values: ["North", "O'Hara"] }],
  ["nothing", { type: "list", values: [] }],
  ["first", { type: "date", value: "2026-01-01" }],
  ["yes", { type: "boolean", value: true }],
  ["sly", { type: "text", value: "'; drop table orders; --" }],
]);
