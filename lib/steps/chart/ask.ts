/**
 * Asks the database for what a chart draws.
 *
 * @module
 */
import type { BoundValue } from "@/lib/sql/parameters.ts";
import { type Value, valueAt } from "@/lib/frame/frame.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import type { RunContext } from "@/lib/steps/step.ts";

/** Returns rows of values, of which there must be few. */
export async function ask(
  { database, signal }: RunContext,
  sql: string,
  values: readonly BoundValue[] = [],
): Promise<readonly (readonly Value[])[]> {
  const { columns, length } = await database.columns(sql, values, { role: "results", signal });
  return Array.from({ length }, (_, row) => columns.map((column) => valueAt(column, row)));
}

/** Returns a value as an amount of a block. */
export function amount(value: Value): number | null {
  return typeof value === "number" ? roundAmount(value) : null;
}

/** Returns a value as the name of a line or bar. */
export function nameOf(value: Value): string {
  return value === null ? "nothing" : String(value);
}
