/**
 * The body of a kpi cell.
 *
 * @module
 */
import { z } from "zod";
import { GRAINS } from "@/lib/frame/schema.ts";
import { columnName } from "@/lib/steps/column_name.ts";
import { eventsKey } from "@/lib/steps/events/named.ts";

/** Names that a kpi gives to columns of its own, the last three while it computes. */
export const RESERVED: readonly string[] = ["period", "complete", "_level", "_rows", "_last"];

/** The longest of what is put behind a measure's name. */
const name = columnName("_year_before".length);

const measure = z.strictObject({
  value: z.string().meta({ title: "Value", suggest: "expression", main: true }),
  unit: z.string().max(24).optional().meta({ title: "Unit", main: true }),
  gaps: z.enum(["gap", "zero"]).default("gap").meta({
    title: "Periods without rows",
    description: "A gap says that nothing is known; zero that nothing happened",
  }),
  target: z.number().optional().meta({ title: "Target", description: "For each period" }),
  better: z.enum(["higher", "lower"]).optional().meta({ title: "Which way is good" }),
});

/** Describes the body. */
export const kpiParameters = z.strictObject({
  time: z.string().meta({ title: "Time column", suggest: "time", main: true }),
  grain: z.enum(GRAINS).default("day").meta({ title: "Period", main: true }),
  zone: z.string().optional().meta({ title: "Time zone", description: "An IANA name" }),
  week_starts: z.enum(["monday", "sunday"]).optional().meta({ title: "Weeks start on" }),
  by: z.array(z.string()).max(6).default([]).meta({
    title: "Dimensions",
    suggest: "dimension",
    main: true,
  }),
  where: z.string().optional().meta({
    title: "Only rows where",
    suggest: "expression",
    main: true,
  }),
  measures: z.record(
    name,
    z.union([z.string().transform((value) => measure.parse({ value })), measure]),
  ).refine((measures) => Object.keys(measures).length > 0, "At least one measure")
    .meta({ title: "Measures", keys: "new_measure", main: true }),
  compare: z.enum(["none", "previous_period", "previous_year", "both"]).default("none")
    .meta({ title: "Compare with", main: true }),
  events: eventsKey,
  // Without a default, so that it is part of the key only where it is written.
  show: z.enum(["all", "line"]).optional().meta({
    title: "Show",
    titles: { all: "Numbers and charts", line: "One line" },
  }),
  top: z.strictObject({
    dimension: z.string().meta({ title: "Dimension", suggest: "dimension" }),
    n: z.int().min(1).max(100).default(10).meta({ title: "How many" }),
    measure: z.string().meta({ title: "Ranked by", suggest: "measure" }),
    rest: z.string().max(60).default("Other").meta({ title: "Name of the rest" }),
  }).optional().meta({ title: "Top" }),
});

/** The body, with its defaults. */
export type KpiParameters = z.output<typeof kpiParameters>;
/** One measure of a body. */
export type MeasureParameters = KpiParameters["measures"][string];
