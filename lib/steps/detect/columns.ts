/**
 * The columns that leave a detect cell.
 *
 * @module
 */
import { column, type Schema } from "@/lib/frame/schema.ts";
import { checkChoice, segmentColumns } from "@/lib/steps/series.ts";
import type { DetectBody } from "./parameters.ts";

/** @throws AppError MISSING_COLUMN or WRONG_TYPE at the key */
export function detectColumns(input: Schema, body: DetectBody): Schema {
  checkChoice(input, body);
  const unit = input.columns.find(({ name }) => name === body.measure)?.unit ?? null;
  const known = { unit, additivity: "non_additive" } as const;
  return {
    stage: "scored",
    grain: input.grain,
    columns: [
      ...input.columns.filter(({ role }) => role === "time"),
      ...segmentColumns(input, body),
      column(body.measure, "float", { unit, role: "measure", additivity: "non_additive" }),
      column("expected", "float", known),
      column("lower", "float", known),
      column("upper", "float", known),
      column("score", "float"),
      column("flagged", "boolean"),
    ],
  };
}
