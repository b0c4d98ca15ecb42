/**
 * Turns the operations of a clean cell into one SELECT that loses no row: what an
 * operation takes out is marked with its number, what it changes is flagged,
 * what it rejects is kept beside the null that takes its place.
 *
 * @module
 */
import type { Schema } from "@/lib/frame/schema.ts";
import type { BoundValue } from "@/lib/sql/parameters.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { applyOperation } from "./apply.ts";
import { Layers, type Mark } from "./layers.ts";
import type { CleanBody } from "./parameters.ts";

/** The operations' SQL. */
export interface CompiledClean {
  /** Gives the columns, the hidden ones, `_gone` and the marks. */
  readonly sql: string;
  readonly values: readonly BoundValue[];
  readonly schema: Schema;
  readonly marks: readonly Mark[];
}

/** @throws AppError whose problems name the operation's key */
export function compileClean(
  input: Schema,
  { steps }: CleanBody,
  context: Setting & { readonly relation: string },
): CompiledClean {
  const layers = new Layers(input, context);
  steps.forEach((operation, step) => applyOperation(layers, operation, step));
  const hidden = layers.hasLines ? (["_line"] as const) : [];
  const columns = [
    layers.hasLines ? "_line" : "_row",
    ...layers.columns.map(({ name }) => quoteName(name)),
    "_gone",
    ...layers.marks.map(({ name }) => name),
  ];
  return {
    sql: layers.select(columns),
    values: layers.values,
    schema: { stage: "table", columns: layers.columns, grain: null, hidden },
    marks: layers.marks,
  };
}
