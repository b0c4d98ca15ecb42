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
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { applyOperation } from "./apply.ts";
import { GROUP } from "./fill.ts";
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
  refuseOwnNames(layers.columns);
  steps.forEach((operation, step) => {
    applyOperation(layers, operation, step);
    refuseOwnNames(layers.columns.filter(({ name }) => name !== GROUP));
  });
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

/** Names of the columns that a clean cell works with. */
const OWN_NAME = /^_(line|repeat|row|gone|group|[a-z]\d+_\d+)$/;

function refuseOwnNames(columns: Schema["columns"]): void {
  const own = columns.find(({ name }) => OWN_NAME.test(name));
  if (own === undefined) return;
  throw refuseKey(
    "BAD_PARAMETER",
    "steps",
    `Cannot clean a column of this name, which clean cells work with: current value is "${own.name}"`,
    `Name it in the load cell, as in columns: { ${own.name}: { name: ${own.name.slice(1)} } }`,
  );
}
