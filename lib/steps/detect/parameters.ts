/**
 * The body of a detect cell.
 *
 * @module
 */
import { z } from "zod";
import { seriesParameters } from "@/lib/steps/series.ts";

/** Describes the body. */
export const detectParameters = z.strictObject({
  ...seriesParameters,
  method: z.enum(["rolling_z", "isolation_forest"]).default("rolling_z").meta({
    title: "Method",
    main: true,
  }),
  window: z.int().min(3).max(365).default(28).meta({
    title: "History",
    unit: "periods",
    main: true,
  }),
  threshold: z.number().positive().max(100).default(3)
    .meta({ title: "Threshold", unit: "deviations", main: true }),
  contamination: z.number().min(0).max(0.5).default(0.02)
    .meta({ title: "Share of odd periods at most" }),
  seed: z.int().min(0).default(1).meta({ title: "Seed" }),
});

/** The body, with its defaults. */
export type DetectBody = z.output<typeof detectParameters>;
