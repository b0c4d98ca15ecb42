/**
 * The body of a clean cell: operations on a table, one after another.
 *
 * @module
 */
import { z } from "zod";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { columnName } from "@/lib/steps/column_name.ts";

const names = z.array(z.string()).min(1);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** `numeric` is Postgres' word for decimal. */
const typeName = z.enum([
  "integer",
  "decimal",
  "numeric",
  "float",
  "boolean",
  "date",
  "time",
  "timestamp",
  "text",
]);

const operation = z.union([
  z.strictObject({
    rename: z.record(z.string(), columnName()).meta({ title: "Rename", keys: "column" }),
  }),
  z.strictObject({ select: names.meta({ title: "Keep columns", suggest: "column" }) }),
  z.strictObject({
    cast: z.record(z.string(), typeName).meta({ title: "Change types", keys: "column" }),
  }),
  z.strictObject({
    trim: z.union([z.literal(true), names]).meta({ title: "Trim spaces", suggest: "column" }),
  }),
  z.strictObject({
    fill: z.record(
      z.string(),
      z.union([
        z.strictObject({ method: z.enum(["previous", "mean", "median"]) }),
        z.string(),
        z.number(),
        z.boolean(),
      ]),
    ).meta({ title: "Fill what is missing", keys: "column" }),
  }),
  z.strictObject({
    drop_nulls: z.union([z.literal(true), names])
      .meta({ title: "Drop rows that miss something", suggest: "column" }),
  }),
  z.strictObject({ filter: z.string().meta({ title: "Keep rows where", suggest: "expression" }) }),
  z.strictObject({
    derive: z.record(columnName(), z.string().meta({ suggest: "expression" }))
      .meta({ title: "Derive columns", keys: "new_column" }),
  }),
  z.strictObject({
    map: z.record(z.string(), z.record(z.string(), scalar)).meta({
      title: "Replace values",
      keys: "column",
    }),
  }),
  z.strictObject({
    deduplicate: z.strictObject({
      by: names.optional().meta({ title: "By", suggest: "column" }),
      keep: z.enum(["first", "last"]).default("first").meta({ title: "Keep" }),
      order: z.string().optional().meta({ title: "In the order of", suggest: "column" }),
    }).meta({ title: "Drop repeats" }),
  }),
  z.strictObject({
    clip: z.record(
      z.string(),
      z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
    ).meta({ title: "Limit values", keys: "column" }),
  }),
]);

/** Describes the body. */
export const cleanParameters = z.strictObject({
  steps: z.array(operation).min(1).max(200).meta({ title: "Operations" }),
});

/** The body, with its defaults. */
export type CleanBody = z.output<typeof cleanParameters>;
/** One operation: an object with one key, its word. */
export type Operation = CleanBody["steps"][number];

/** Returns our name of a type that a body names. */
export function columnTypeOf(name: z.output<typeof typeName>): ColumnType {
  return name === "numeric" ? "decimal" : name;
}
