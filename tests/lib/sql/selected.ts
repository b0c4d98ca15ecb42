/**
 * Queries over two relations: compiled, or refused.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { column } from "@/lib/frame/schema.ts";
import { compileSelect } from "@/lib/sql/select.ts";
import { columns, parameters } from "@/tests/helpers/relation.ts";

/** What a query may read. */
export const relations = new Map([
  ["orders", { relation: `pg_temp."orders"`, columns }],
  ["regions", {
    relation: `pg_temp."regions"`,
    columns: [
      column("region", "text"),
      column("manager", "text"),
      column("target", "decimal", { unit: "USD" }),
    ],
  }],
]);

/** Makes the table of regions. */
export const REGIONS = [
  `create temp table regions (region text collate "C", manager text collate "C", target numeric)`,
  `insert into regions values ('North', 'Ada', 10), ('South', 'Bo', 20)`,
];

/** Compiles a query. */
export function compile(text: string) {
  return compileSelect(text, relations, { parameters });
}

/** Returns why a query is refused. */
export function refusal(text: string): AppError {
  try {
    compile(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`Cannot find a refusal of: current value is ${text.slice(0, 60)}`);
}
