/**
 * The columns that leave each cell, as a terminal shows them.
 *
 * @module
 */
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import type { Plan, PlannedCell } from "@/lib/notebook/run/plan.ts";

/** Returns a line a cell and below it one a column: name, type, unit, what it is for. */
export function schemaLines({ cells }: Plan): string[] {
  return [...cells.values()].flatMap(cellLines);
}

function cellLines({ name, step, parents, schema, waits }: PlannedCell): string[] {
  const from = parents.length === 0 ? "" : ` from ${parents.join(", ")}`;
  const grain = schema?.grain == null ? "" : `, by ${schema.grain}`;
  const head = `  ${step.kind} ${name}${from}${grain}`;
  if (waits !== null) return [`${head}: waits, ${waits}`];
  if (schema === null) return [`${head}: columns are not known`];
  const width = Math.max(...schema.columns.map((column) => column.name.length), 0);
  return [head, ...schema.columns.map((column) => `    ${columnLine(column, width)}`)];
}

const ADDITIVITY_WORDS = {
  additive: "adds up",
  semi_additive: "adds up, but not over time",
  non_additive: "does not add up",
} as const;

function columnLine({ name, type, unit, role, additivity }: ColumnSchema, width: number): string {
  const known = [type, unit, role, additivity === null ? null : ADDITIVITY_WORDS[additivity]];
  return `${name.padEnd(width)}  ${known.filter((word) => word !== null).join(", ")}`;
}
