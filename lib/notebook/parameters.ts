/**
 * What a notebook's head may declare: its settings and its parameters.
 *
 * @module
 */
import { z } from "zod";
import { DAY_UNITS, isDay } from "@/lib/day.ts";
import { isTimeZone } from "@/lib/time_zone.ts";
import { isName, NAME_RULE } from "./ids.ts";

const title = z.string().meta({ title: "Title" }).optional();

const day = z.string().refine(isDay, "it must be a day that exists, written YYYY-MM-DD");

const lastDays = z.strictObject({
  last: z.int().min(1).max(10_000).meta({ title: "How many" }),
  unit: z.enum(DAY_UNITS).meta({ title: "Unit" }),
});

const fixedDays = z.strictObject({
  from: day.meta({ title: "First day" }),
  to: day.meta({ title: "Last day" }),
}).refine(({ from, to }) => from <= to, "its first day must not come after its last");

const dateRange = z.strictObject({
  type: z.literal("date_range"),
  title,
  default: z.union([z.literal("all"), lastDays, fixedDays]).default("all"),
});

const date = z.strictObject({
  type: z.literal("date"),
  title,
  /** `as_of` is the day of the run. */
  default: z.union([z.literal("as_of"), day]).default("as_of"),
});

const number = z.strictObject({
  type: z.literal("number"),
  title,
  unit: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional(),
  default: z.number(),
}).superRefine(({ min, max, default: value }, context) => {
  if (min !== undefined && max !== undefined && min > max) {
    context.addIssue({ code: "custom", path: ["min"], message: "it must not exceed max" });
  }
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
    context.addIssue({
      code: "custom",
      path: ["default"],
      message: "it must lie between min and max",
    });
  }
});

const scalarText = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const choice = z.strictObject({
  type: z.literal("choice"),
  title,
  options: z.array(scalarText).min(1).optional(),
  column: z.string().regex(/^[a-z][a-z0-9_]*\../, "it must be written cell.column").optional(),
  default: scalarText.default("all"),
}).superRefine(({ options, column, default: value }, context) => {
  if ((options === undefined) === (column === undefined)) {
    context.addIssue({
      code: "custom",
      path: ["type"],
      message: "a choice needs either options or column",
    });
  }
  if (options !== undefined && value !== "all" && !options.includes(value)) {
    context.addIssue({
      code: "custom",
      path: ["default"],
      message: "it must be one of the options, or all",
    });
  }
});

const text = z.strictObject({ type: z.literal("text"), title, default: z.string().default("") });

const boolean = z.strictObject({
  type: z.literal("boolean"),
  title,
  default: z.boolean().default(false),
});

/** The name of a source of events, of a metric, of a measure or of a dimension. */
const named = z.strictObject({
  type: z.enum(["source", "metric", "measure", "dimension"]),
  title,
  default: z.string().default("all"),
});

const declaration = z.discriminatedUnion("type", [
  dateRange,
  date,
  number,
  choice,
  text,
  boolean,
  named,
]);

/** A parameter as the head declares it. */
export type ParameterDeclaration = z.output<typeof declaration>;

/** The front matter. */
export const headSchema = z.strictObject({
  title: z.string().optional().meta({ title: "Title" }),
  description: z.string().optional().meta({ title: "Description" }),
  tags: z.array(z.string().trim().min(1).max(60)).max(20).default([]).meta({ title: "Tags" }),
  params: z.record(z.string().refine(isName, NAME_RULE), declaration).default({})
    .meta({ title: "Parameters" }),
  time_zone: z.string().refine(isTimeZone, "it must be an IANA time zone such as Europe/Berlin")
    .default("UTC").meta({ title: "Time zone" }),
  week_start: z.enum(["monday", "sunday"]).default("monday").meta({ title: "Weeks start on" }),
});
