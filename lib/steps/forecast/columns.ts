/**
 * The columns that leave a forecast cell.
 *
 * @module
 */
import { column, type Schema } from "@/lib/frame/schema.ts";
import type { Level } from "@/lib/stats/forecast/prediction.ts";
import { checkChoice, segmentColumns } from "@/lib/steps/series.ts";
import type { ForecastBody } from "./parameters.ts";
import { checkRegressors } from "./regressors.ts";
import { checkTotal } from "./total.ts";

/** @throws AppError MISSING_COLUMN or WRONG_TYPE at the key */
export function forecastColumns(input: Schema, body: ForecastBody): Schema {
  checkChoice(input, body);
  checkTotal(input, body);
  checkRegressors(input, body);
  if (body.reconcile !== undefined) checkRegressors(input, { ...body, each: [] });
  const unit = input.columns.find(({ name }) => name === body.measure)?.unit ?? null;
  const known = { unit, additivity: "non_additive" } as const;
  return {
    stage: "forecast",
    grain: input.grain,
    columns: [
      ...input.columns.filter(({ role }) => role === "time"),
      ...segmentColumns(input, body),
      column("yhat", "float", { ...known, role: "measure" }),
      ...body.levels.flatMap((level) => [
        column(boundName("lower", level), "float", known),
        column(boundName("upper", level), "float", known),
      ]),
      column("model", "text"),
    ],
  };
}

/** Returns the name of a bound's column, such as `lower_95` or `upper_97_5`. */
export function boundName(side: "lower" | "upper", level: Level): string {
  return `${side}_${String(level).replace(".", "_")}`;
}
