/**
 * The body of a detect cell.
 *
 * @module
 */
import { z } from "zod";
import { SPANS } from "@/lib/stats/detect/budget.ts";
import { isMoment } from "@/lib/steps/explain/spans.ts";
import { eventsKey } from "@/lib/steps/events/named.ts";
import { seriesParameters } from "@/lib/steps/series.ts";
import { readBudget } from "./budget_text.ts";

/** More labels than this belong into a table. */
const MOST_LABELS = 2000;

/** Dimensions that split a measure, or explain it. */
const MOST_DIMENSIONS = 3;

const name = z.union([
  z.string(),
  z.number().transform(String),
  z.boolean().transform(String),
  z.null(),
]);

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
    example: "past",
  }),
  window: z.int().min(3).max(365).default(28).meta({
    title: "History",
    unit: "periods",
    main: true,
    goesWith: WITH_WINDOW,
    example: "28",
  }),
  threshold: z.number().positive().max(100).default(3)
    .meta({ title: "Threshold", unit: "deviations", main: true, example: "3" }),
  budget: z.preprocess(
    readBudget,
    z.strictObject({
      alerts: z.number().min(0).max(1000).meta({ title: "Alerts" }),
      per: z.enum(SPANS).default("month").meta({ title: "Per" }),
    }),
  ).optional().meta({
    title: "Budget",
    example: "2 per month",
    description: "How many alerts are wanted: this sets the threshold",
    main: true,
  }),
  contamination: z.number().min(0).max(0.5).default(0.02)
    .meta({ title: "Share of odd periods at most", goesWith: WITH_FOREST, example: "0.02" }),
  seed: z.int().min(0).default(1).meta({ title: "Seed", goesWith: WITH_FOREST }),
  trained_until: z.union([z.string(), z.number().transform(String)])
    .refine(isMoment, "it must be a day, month, quarter, year or hour, such as 2026-06-30")
    .optional().meta({
      title: "Trained until",
      description: "The last period that the forest learns from; all later ones are new to it",
      parameter: true,
      goesWith: WITH_FOREST,
    }),
  model: z.string().trim().min(1).max(500).optional().meta({
    title: "Stored forests",
    description:
      "A file that a cell's forests were kept in, or sha256: with the digest of an upload",
    parameter: true,
    goesWith: WITH_FOREST,
  }),
  explain: z.union([
    z.string().transform((one) => [one]),
    z.array(z.string()).min(1).max(MOST_DIMENSIONS),
  ]).optional().meta({
    title: "Explained by",
    example: "[region, channel]",
    suggest: "dimension",
    description: "Dimensions whose segments are told of each odd period",
    main: true,
  }),
  events: eventsKey,
  labels: z.array(
    z.strictObject({
      period: z.union([z.string(), z.number().transform(String)])
        .refine(isMoment, "it must be a day or hour, of longer periods a month, quarter or year")
        .meta({ title: "Period", description: "Its first day or hour", example: "2026-03-02" }),
      segment: z.union([
        name.transform((one) => [one]),
        z.array(name).max(MOST_DIMENSIONS),
      ]).default([]).meta({ title: "Segment", description: "The values of each" }),
      label: z.enum(["real", "not"]).meta({ title: "Label" }),
    }).meta({ example: "{ period: 2026-03-02, label: not }" }),
  ).max(MOST_LABELS).default([]).meta({
    title: "Labels",
    example: "[{ period: 2026-03-02, label: not }]",
  }),
}).superRefine(({ method, judge, budget, model, trained_until: until }, context) => {
  const refuse = (key: "model" | "trained_until", message: string) =>
    context.addIssue({ code: "custom", path: [key], message });
  for (const key of ["model", "trained_until"] as const) {
    if ((key === "model" ? model : until) === undefined) continue;
    if (method !== "isolation_forest") refuse(key, "it must go with method: isolation_forest");
    else if (judge !== undefined) {
      refuse(key, "it must stand without judge, which it decides itself");
    }
  }
  if (model !== undefined && until !== undefined) {
    refuse("model", "it must stand without trained_until: a stored forest is not trained");
  } else if (model !== undefined && budget !== undefined) {
    refuse("model", "it must stand without budget: a stored forest has its limit");
  }
});

/** The body, with its defaults. */
export type DetectBody = z.output<typeof detectParameters>;
