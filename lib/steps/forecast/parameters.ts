/**
 * The body of a forecast cell.
 *
 * @module
 */
import { z } from "zod";
import { METHODS } from "@/lib/stats/forecast/models/method.ts";
import { LEVELS } from "@/lib/stats/forecast/prediction.ts";
import { RECONCILIATIONS } from "@/lib/stats/forecast/reconcile.ts";
import { eventsKey } from "@/lib/steps/events/named.ts";
import { seriesParameters } from "@/lib/steps/series.ts";
import { MODEL_TITLES } from "./names.ts";
import { regressorParameters } from "./regressors.ts";

/** More intervals than this can't be told from one another. */
const MOST_LEVELS = 6;

/** A day, a week and a year of hours. */
const MOST_SEASONS = 3;

const season = z.int().min(1).max(8784);
const level = z.number().gt(0).lt(100);

/** Describes the body. */
export const forecastParameters = z.strictObject({
  ...seriesParameters,
  horizon: z.int().min(1).max(365).default(28).meta({
    title: "Ahead",
    example: "28",
    unit: "periods",
    main: true,
  }),
  model: z.enum(["auto", "combination", ...METHODS]).default("auto").meta({
    title: "Model",
    titles: MODEL_TITLES,
    main: true,
  }),
  season: z.union([season.transform((one) => [one]), z.array(season).min(1).max(MOST_SEASONS)])
    .optional().meta({
      title: "Season",
      example: "7",
      unit: "periods",
      description: "By custom of the period: 7 days, 24 hours, 52 weeks, 12 months, 4 quarters",
    }),
  levels: z.union([
    level.transform((one) => [one]),
    z.array(level).min(1).max(MOST_LEVELS),
  ]).default([...LEVELS]).transform(ascending).meta({
    title: "Intervals",
    unit: "%",
    example: "[80, 95]",
  }),
  regressors: regressorParameters,
  events: eventsKey,
  reconcile: z.enum(RECONCILIATIONS).optional().meta({
    title: "Add up",
    example: "least_squares",
    description: "Forecasts the total too, and makes all segments add up to it",
  }),
  folds: z.int().min(1).max(20).default(6).meta({ title: "Tries on the past", example: "6" }),
});

/** The body, with its defaults. */
export type ForecastBody = z.output<typeof forecastParameters>;

function ascending(levels: readonly number[]): readonly number[] {
  return [...new Set(levels)].sort((a, b) => a - b);
}
