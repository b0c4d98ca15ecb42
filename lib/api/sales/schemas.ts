/**
 * What an insight of a file of sales is told as.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";

const AMOUNTS = z.record(z.string(), z.number());

const METRICS = z.strictObject({
  total_revenue: z.number(),
  net_revenue: z.number().openapi({ description: "Without cancelled orders" }),
  total_units_sold: z.number().nullable().openapi({
    description: "`null` without a column of units",
  }),
  total_records: z.int(),
  date_range: z.string().openapi({ example: "2026-01-05 to 2026-03-10" }),
  top_region: z.string().nullable(),
  top_product_category: z.string().nullable(),
  revenue_by_region: AMOUNTS,
  revenue_by_category: AMOUNTS,
  status_breakdown: z.record(z.string(), z.int()),
  cancellation_count: z.int(),
  cancellation_revenue: z.number(),
  best_transaction: z.strictObject({
    category: z.string().nullable(),
    region: z.string().nullable(),
    revenue: z.number(),
    units: z.number().nullable(),
  }),
}).openapi("SalesMetrics");

/** The answer. */
export const INSIGHT = z.strictObject({
  status: z.enum(["success", "not_sent"]).openapi({
    description: "`success` once a mail server took the summary; `not_sent` where no mail is set " +
      "up: all else is there",
  }),
  message: z.string(),
  recipient: z.string(),
  summary_preview: z.string(),
  metrics: METRICS,
  model: z.string().nullable().openapi({
    description: "The language model that wrote the summary; `null` where a template did",
  }),
  columns: z.array(z.strictObject({
    role: z.string(),
    column: z.string().nullable().openapi({ description: "Its name in the file" }),
    because: z.string().openapi({ description: "Why it was taken, or what stands in for it" }),
  })),
  formulas: z.strictObject({
    count: z.int(),
    first: z.array(z.strictObject({ line: z.int().nullable(), column: z.string() })),
  }).openapi({ description: "Cells that a spreadsheet would run" }),
  notebook: z.strictObject({
    id: z.string(),
    url: z.string().openapi({ description: "Its page" }),
  }),
}).openapi("SalesInsight");

/** The form; it is read by its limits, so that nothing checks it before. */
export const FORM = {
  type: "object" as const,
  required: ["file", "email"],
  properties: {
    file: { type: "string" as const, format: "binary", description: ".csv or .xlsx" },
    email: {
      type: "string" as const,
      format: "email",
      description: "Whom the summary is mailed to",
    },
  },
};
