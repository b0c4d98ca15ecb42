/**
 * The body of a check cell: rules that its input must keep.
 *
 * @module
 */
import { z } from "zod";

const columns = z.array(z.string()).min(1);

/** A number, or a day for columns of dates and times. */
const bound = z.union([z.number(), z.iso.date()]).meta({ parameter: true });

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A single expression goes by this name. */
export const UNNAMED = "";

/** Describes the body; at least one rule is in it. */
export const checkParameters = z.strictObject({
  not_null: columns.optional()
    .meta({
      title: "Has a value",
      suggest: "column",
      description: "In every row",
      main: true,
    }),
  unique: z.array(z.union([z.string(), columns])).min(1).optional().meta({
    title: "Is different in every row",
    suggest: "column",
    description: "A list in the list is a combination of columns",
    main: true,
  }),
  unique_nulls: z.boolean().default(false)
    .meta({ title: "Two missing values are alike", description: "Otherwise unique ignores them" }),
  accepted: z.record(z.string(), z.array(scalar).min(1).max(1000)).optional()
    .meta({ title: "Is one of", keys: "column" }),
  range: z.record(
    z.string(),
    z.strictObject({ min: bound.optional(), max: bound.optional() })
      .refine(({ min, max }) => (min ?? max) !== undefined, "it must have min, max or both"),
  ).optional().meta({ title: "Is between", keys: "column", description: "Both ends are in" }),
  matches: z.record(z.string(), z.string().min(1).max(500)).optional().meta({
    title: "Matches",
    keys: "column",
    description: "A regular expression of Postgres, found anywhere in the value",
  }),
  freshness: z.strictObject({
    column: z.string().meta({ title: "Column", suggest: "time" }),
    within: z.strictObject({
      n: z.int().min(0).max(10_000).meta({ title: "How many" }),
      unit: z.enum(["day", "week", "month"]).default("day").meta({ title: "Unit" }),
    }).meta({ title: "Within" }),
  }).optional().meta({ title: "Newest value", description: "Counted from the day of the run" }),
  row_count: z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() })
    .refine(({ min, max }) => (min ?? max) !== undefined, "it must have min, max or both")
    .optional().meta({ title: "Number of rows" }),
  expression: z.union([
    z.string().transform((text) => ({ [UNNAMED]: text })),
    z.record(z.string().max(60), z.string()),
  ]).optional().meta({
    title: "Holds in every row",
    suggest: "expression",
    description: "A row for which it is unknown passes",
    main: true,
  }),
  severity: z.enum(["warn", "error"]).default("error")
    .meta({
      title: "When a rule fails",
      description: "An error stops the cells below",
      main: true,
    }),
}).superRefine(({ severity: _severity, unique_nulls: _nulls, ...rules }, context) => {
  if (Object.values(rules).some((rule) => rule !== undefined)) return;
  context.addIssue({ code: "custom", path: [], message: "this cell must have a rule" });
});

/** The body, with its defaults. */
export type CheckBody = z.output<typeof checkParameters>;
