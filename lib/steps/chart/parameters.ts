/**
 * The body of a chart cell: what is drawn, one schema a type.
 *
 * @module
 */
import { z } from "zod";
import { GRAINS } from "@/lib/frame/schema.ts";

/** How the amounts of a table's rows become one. A series has amounts already. */
const AGGREGATES = [
  "sum",
  "avg",
  "median",
  "min",
  "max",
  "count",
  "count_distinct",
] as const;

/** Parts of a moment that come again, for grids such as weekday and hour. */
const PARTS = ["hour", "weekday", "day_of_month", "month"] as const;

const name = z.string().min(1);
const column = name.meta({ suggest: "column" });

const described = {
  title: z.string().max(120).optional().meta({ title: "Title", parameter: true }),
  unit: z.string().max(24).optional().meta({ title: "Unit", parameter: true }),
};

const amount = {
  y: column.optional().meta({ title: "Amount", suggest: "column", main: true }),
  measure: name.optional().meta({ title: "Measure", suggest: "measure", description: "Means y" }),
  agg: z.enum(AGGREGATES).optional().meta({
    title: "Aggregate",
    description: "Of a table's rows",
    main: true,
  }),
};

const grain = z.enum(GRAINS).optional().meta({ title: "Period", main: true });

const overTime = {
  ...described,
  ...amount,
  x: column.optional().meta({ title: "Time column", suggest: "time", main: true }),
  y: z.union([column, z.array(column).min(1).max(8)]).optional()
    .meta({ title: "Amounts", suggest: "column", main: true }),
  color: column.optional().meta({ title: "A line for each", suggest: "dimension", main: true }),
  grain,
  top: z.int().min(1).max(12).default(6).meta({ title: "Lines at most" }),
};

const typed = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("line"),
    ...overTime,
    each: column.optional().meta({
      title: "A panel for each",
      suggest: "dimension",
      description: "Small charts on one scale, 12 at the most",
    }),
  }),
  z.strictObject({ type: z.literal("area"), ...overTime }),
  z.strictObject({
    type: z.literal("bar"),
    ...described,
    ...amount,
    x: column.optional().meta({ title: "A bar for each", suggest: "dimension", main: true }),
    grain,
    top: z.int().min(1).max(100).default(12).meta({
      title: "Bars at most",
      main: true,
    }),
    sort: z.enum(["value", "name"]).default("value").meta({ title: "Order" }),
  }),
  z.strictObject({
    type: z.literal("scatter"),
    ...described,
    x: column.meta({ title: "Across", suggest: "column" }),
    y: column.meta({ title: "Up", suggest: "column" }),
    color: column.optional().meta({ title: "Colour by", suggest: "dimension", main: true }),
    label: column.optional().meta({ title: "Name beside a point", suggest: "dimension" }),
  }),
  z.strictObject({
    type: z.literal("histogram"),
    ...described,
    x: column.optional().meta({ title: "Column", suggest: "column", main: true }),
    measure: amount.measure,
  }),
  z.strictObject({
    type: z.literal("heatmap"),
    ...described,
    x: column.meta({ title: "Across", suggest: "dimension" }),
    x_part: z.enum(PARTS).optional().meta({ title: "Part of the time across" }),
    y: column.meta({ title: "Down", suggest: "dimension" }),
    y_part: z.enum(PARTS).optional().meta({ title: "Part of the time down" }),
    value: column.optional().meta({ title: "Amount", suggest: "column", main: true }),
    measure: amount.measure,
    agg: amount.agg,
    grain,
  }),
  z.strictObject({ type: z.literal("number"), ...described, ...amount }),
]);

/** A chart that does not say what it is draws lines. */
export const chartParameters = z.preprocess(
  (body) =>
    typeof body === "object" && body !== null && !("type" in body)
      ? { type: "line", ...body }
      : body,
  typed,
);

/** The body of any chart. */
export type ChartBody = z.output<typeof typed>;
/** The body of one type of chart. */
export type ChartOf<Type extends ChartBody["type"]> = Extract<ChartBody, { readonly type: Type }>;
/** A part of a moment that comes again. */
export type TimePart = (typeof PARTS)[number];
/** How the amounts of many rows become one. */
export type Aggregate = (typeof AGGREGATES)[number];
