/**
 * The table that a load fills: the columns of the file, and two that it hides.
 *
 * @module
 */
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { HIDDEN_COLUMNS } from "@/lib/read/csv/names.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { POSTGRES_TYPES } from "@/lib/sql/types.ts";

/** Returns the statement that makes the table. */
export function createTableSql(relation: string, columns: readonly ColumnSchema[]): string {
  const own = columns.map(({ name, type }) => `${quoteName(name)} ${POSTGRES_TYPES[type]}`);
  return `create table ${relation} (${['"_line" int8', '"_repeat" bool', ...own].join(", ")})`;
}

/** Returns the statement that fills it; rows of a table made in the same transaction are frozen. */
export function copySql(relation: string, columns: readonly ColumnSchema[]): string {
  const names = [...HIDDEN_COLUMNS, ...columns.map(({ name }) => name)].map(quoteName);
  return `copy ${relation} (${names.join(", ")}) from stdin with (format binary, freeze)`;
}
