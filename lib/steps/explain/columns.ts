/**
 * The columns that leave an explain cell, and what it can explain.
 *
 * @module
 */
import { column, type Schema } from "@/lib/frame/schema.ts";
import { Checks, refuseKey } from "@/lib/steps/refusal.ts";
import { requireDimensions } from "@/lib/steps/require_column.ts";
import { checkChoice, requireMeasure } from "@/lib/steps/series.ts";
import type { Outline } from "@/lib/steps/step.ts";
import type { ExplainBody } from "./parameters.ts";

/** The columns that a measure's segments are put together from. */
export type MeasureSource =
  | { readonly type: "sum"; readonly column: string; readonly isStock: boolean }
  | { readonly type: "ratio"; readonly numerator: string; readonly denominator: string };

/** @throws AppError MISSING_COLUMN or WRONG_TYPE at the key */
export function explainColumns(input: Schema, body: ExplainBody): Schema {
  const checks = new Checks();
  checks.try(() => sourceOf(input, body.measure));
  checks.try(() => dimensionsOf(input, body));
  const refusal = checks.refusal();
  if (refusal !== null) throw refusal;
  const unit = input.columns.find(({ name }) => name === body.measure)?.unit ?? null;
  const known = { unit, additivity: "non_additive" } as const;
  return {
    stage: "table",
    grain: null,
    columns: [
      column("dimension", "text"),
      column("segment", "text"),
      column("segments", "integer"),
      column("before", "float", known),
      column("after", "float", known),
      column("change", "float", known),
      column("share", "float", { unit: "%", additivity: "non_additive" }),
      column("mix", "float", known),
      column("rate", "float", known),
      column("surprise", "float", { additivity: "non_additive" }),
    ],
  };
}

/**
 * Tells from which columns of a kpi the segments of a measure are put together.
 *
 * @throws AppError MISSING_COLUMN, or WRONG_TYPE where segments do not add up to the measure
 */
export function sourceOf(input: Schema, measure: string): MeasureSource {
  checkChoice(input, { measure, only: {}, each: [] });
  const measures = input.columns.filter(({ role }) => role === "measure");
  const index = measures.findIndex(({ name }) => name === measure);
  const { additivity } = measures[index];
  const [numerator, denominator] = [`_numerator_${index}`, `_denominator_${index}`] as const;
  if (input.hidden?.includes(numerator)) return { type: "ratio", numerator, denominator };
  if (additivity === "non_additive") {
    throw refuseKey(
      "WRONG_TYPE",
      "measure",
      "Cannot tell what segments brought as they must add up to the measure: " +
        `current value is "${measure}", no sum, count, average or ratio of sums`,
      "Explain a sum, a count, an average, or one sum over another",
    );
  }
  return { type: "sum", column: measure, isStock: additivity === "semi_additive" };
}

/** Returns the dimensions that explain, which `key` names. @throws AppError MISSING_COLUMN */
export function dimensionsOf(
  input: Schema,
  { by, only }: Pick<ExplainBody, "by" | "only">,
  key = "by",
): readonly string[] {
  const known = requireDimensions(input.columns, [
    ...(by ?? []).map((name, i) => [`${key}.${i}`, name] as const),
    ...Object.keys(only).map((name) => [`only.${name}`, name] as const),
  ]);
  // A slice of one value has nothing to split.
  const left = (by ?? known).filter((name) => !Object.hasOwn(only, name));
  if (left.length === 0) throw noDimensions(key);
  return [...new Set(left)];
}

/**
 * Checks what is known before the columns are: the measure, and that there is a dimension to explain by.
 *
 * @throws AppError MISSING_COLUMN
 */
export function checkOutline({ measures, dimensions }: Outline, body: ExplainBody): void {
  const checks = new Checks();
  checks.try(() => requireMeasure(measures, body));
  const fixed = Object.keys(body.only).map((name) => name.toLowerCase());
  const left = dimensions.filter((name) => !fixed.includes(name.toLowerCase()));
  if (left.length === 0) {
    checks.try(() => {
      throw noDimensions("by");
    });
  }
  const refusal = checks.refusal();
  if (refusal !== null) throw refusal;
}

function noDimensions(key: string) {
  return refuseKey(
    "MISSING_COLUMN",
    key,
    "Cannot explain a measure as the kpi cell has no dimension left to explain it by: " +
      "current value is none",
    "Name dimensions under by in the kpi cell",
  );
}
