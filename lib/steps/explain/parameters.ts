/**
 * The body of an explain cell.
 *
 * @module
 */
import { z } from "zod";
import { seriesParameters } from "@/lib/steps/series.ts";
import { isSpan } from "./spans.ts";

const span = z.union([z.string(), z.number().transform(String)])
  .refine(
    isSpan,
    "it must be a day, month, quarter, year or hour, or two of them with .. between",
  ).meta({ example: "2026-01..2026-03" });

/** Describes the body. */
export const explainParameters = z.strictObject({
  measure: seriesParameters.measure,
  only: seriesParameters.only,
  between: z.array(span).length(2, "it must have two, the earlier first").optional().meta({
    title: "Between",
    example: "[2026-02, 2026-03]",
    description: "Two periods such as 2026-02 and 2026-03, or spans such as 2026-01..2026-03",
    parameter: true,
    main: true,
  }),
  by: z.union([
    z.string().transform((one) => [one]),
    z.array(z.string()).min(1).max(6),
  ]).optional().meta({
    title: "Dimensions",
    example: "[region, channel]",
    suggest: "dimension",
    description: "All of the KPI where none is named",
    main: true,
  }),
  top: z.int().min(1).max(20).default(5).meta({
    title: "Segments",
    example: "5",
    description: "Of each dimension; the others are put together",
  }),
});

/** The body, with its defaults. */
export type ExplainBody = z.output<typeof explainParameters>;
