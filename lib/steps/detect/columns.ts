/**
 * The columns that leave a detect cell.
 *
 * @module
 */
import { column, type Schema } from "@/lib/frame/schema.ts";
import { checkChoice, segmentColumns } from "@/lib/steps/series.ts";
import { checkExplain } from "./explain.ts";
import type { DetectBody } from "./parameters.ts";
import { checkTraining } from "./training.ts";

/** @throws AppError MISSING_COLUMN or WRONG_TYPE at the key */
export function detectColumns(input: Schema, body: DetectBody): Schema {
  checkChoice(input, body);
  checkExplain(input, body);
  checkTraining(input.grain, body);
  const unit = input.columns.find(({ name }) => name === body.measure)?.unit ?? null;
  const known = { unit, additivity: "non_additive" } as const;
  const name = foundName(body);
  return {
    stage: "scored",
    grain: input.grain,
    columns: [
      ...input.columns.filter(({ role }) => role === "time"),
      ...segmentColumns(input, body),
      column(body.measure, "float", { unit, role: "measure", additivity: "non_additive" }),
      column(name("expected"), "float", known),
      column(name("lower"), "float", known),
      column(name("upper"), "float", known),
      column(name("score"), "float"),
      column(name("flagged"), "boolean"),
      column(name("kind"), "text"),
      column(name("reason"), "text"),
    ],
  };
}

/** Returns what a column that was found is called: not as the measure or a dimension is. */
export function foundName({ measure, each }: DetectBody): (name: string) => string {
  return (name) => name === measure || each.includes(name) ? `odd_${name}` : name;
}
