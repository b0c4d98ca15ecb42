/**
 * The body of a forecast cell.
 *
 * @module
 */
import { z } from "zod";
import { seriesParameters } from "@/lib/steps/series.ts";

/** Describes the body. */
export const forecastParameters = z.strictObject({
  ...seriesParameters,
  horizon: z.int().min(1).max(365).default(28).meta({
    title: "Ahead",
    unit: "periods",
    main: true,
  }),
  model: z.enum(["auto", "sarimax", "seasonal_naive"]).default("auto").meta({
    title: "Model",
    main: true,
  }),
  season: z.int().min(1).max(366).optional().meta({
    title: "Season",
    unit: "periods",
    description: "By custom of the period: 7 days, 24 hours, 12 months, 4 quarters",
  }),
  folds: z.int().min(1).max(20).default(5).meta({ title: "Origins of the backtest" }),
});

/** The body, with its defaults. */
export type ForecastBody = z.output<typeof forecastParameters>;
