/**
 * Compiles the query of a sql cell over the cells that it names.
 *
 * @module
 */
import type { Schema } from "@/lib/frame/schema.ts";
import { findNames } from "@/lib/sql/names.ts";
import { type CompiledSelect, compileSelect } from "@/lib/sql/select.ts";
import { atKey, refuseKey } from "@/lib/steps/refusal.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { AppError } from "@/lib/errors.ts";
import type { SqlBody } from "./parameters.ts";

/** A cell that may be named, and how the SQL calls its rows. */
export interface Named {
  readonly cell: string;
  readonly schema: Schema;
  readonly relation: string;
}

/** @throws AppError whose problems name the place in the query */
export function compileQuery(
  inputs: readonly Named[],
  { query }: SqlBody,
  { parameters }: Setting,
): CompiledSelect {
  for (const { cell, schema } of inputs) {
    if (schema.stage !== "text") continue;
    throw refuseKey(
      "WRONG_STAGE",
      "query",
      `Cannot select from a cell without rows: current value is "${cell}", which gives text`,
    );
  }
  const relations = new Map(
    inputs.map(({ cell, schema, relation }) => [cell, { relation, columns: schema.columns }]),
  );
  return atKey("query", () => compileSelect(query, relations, { parameters }));
}

/** Returns the cells that a query names; none where it can't be read, which compiling tells. */
export function mentionsOf({ query }: SqlBody): readonly string[] {
  try {
    return findNames(query).tables;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [];
  }
}

/** Returns the columns that leave the cell. */
export function schemaOf({ columns }: CompiledSelect): Schema {
  return { stage: "table", columns, grain: null };
}
