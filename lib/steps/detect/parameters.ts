/**
 * The body of a detect cell.
 *
 * @module
 */
import { z } from "zod";
import { SPANS } from "@/lib/stats/detect/budget.ts";
import { eventsKey } from "@/lib/steps/events/named.ts";
import { isSpan } from "@/lib/steps/explain/spans.ts";
import { seriesParameters } from "@/lib/steps/series.ts";

/** More labels than this belong into a table. */
const MOST_LABELS = 2000;

const WITH_WINDOW = { method: ["rolling_z", "robust_z", "isolation_forest"] };
const WITH_FOREST = { method: ["isolation_forest"] };

/** Describes the body. */
export const detectParameters = z.strictObject({
  ...seriesParameters,
  method: z.enum(["rolling_z", "robust_z", "seasonal", "isolation_forest"]).default("seasonal")
    .meta({ title: "Method", main: true }),
  judge: z.enum(["past", "both"]).optional().meta({
    title: "Judged by",
    description:
      "Its past alone, as an alert is, or both sides, as history is reviewed; left out, " +
      "its past, but a forest without a budget knows both",
  }),
  window: z.int().min(3).max(365).default(28).meta({
    title: "History",
    unit: "periods",
    main: true,
    goesWith: WITH_WINDOW,
  }),
  threshold: z.number().positive().max(100).default(3)
    .meta({ title: "Threshold", unit: "deviations", main: true }),
  budget: z.strictObject({
    alerts: z.number().min(0).max(1000).meta({ title: "Alerts" }),
    per: z.enum(SPANS).default("month").meta({ title: "Per" }),
  }).optional().meta({
    title: "Budget",
    description: "How many alerts are wanted: this sets the threshold",
    main: true,
  }),
  contamination: z.number().min(0).max(0.5).default(0.02)
    .meta({ title: "Share of odd periods at most", goesWith: WITH_FOREST }),
  seed: z.int().min(0).default(1).meta({ title: "Seed", goesWith: WITH_FOREST }),
  trained_until: z.union([z.string(), z.number().transform(String)])
    .refine(
      (text) => isSpan(text) && !text.includes(".."),
      "it must be a day, month, quarter, year or hour, such as 2026-06-30",
    )
    .optional().meta({
      title: "Trained until",
      description: "The last period that the forest learns from; all later ones are new to it",
      parameter: true,
      goesWith: WITH_FOREST,
    }),
  explain: z.array(z.string()).min(1).max(3).optional().meta({
    title: "Explained by",
    suggest: "dimension",
    description: "Dimensions whose segments are told of each odd period",
    main: true,
  }),
  events: eventsKey,
  labels: z.array(z.strictObject({
    period: z.string().meta({ title: "Period", description: "Its first day or hour" }),
    segment: z.array(z.union([
      z.string(),
      z.number().transform(String),
      z.boolean().transform(String),
      z.null(),
    ])).default([]).meta({ title: "Segment", description: "The values of each" }),
    label: z.enum(["real", "not"]).meta({ title: "Label" }),
  })).max(MOST_LABELS).default([]).meta({ title: "Labels" }),
}).superRefine(({ method, judge, trained_until: until }, context) => {
  if (until === undefined) return;
  const refuse = (message: string) =>
    context.addIssue({ code: "custom", path: ["trained_until"], message });
  if (method !== "isolation_forest") refuse("it must go with method: isolation_forest");
  else if (judge !== undefined) refuse("it must stand without judge, which it decides itself");
});

/** The body, with its defaults. */
export type DetectBody = z.output<typeof detectParameters>;
