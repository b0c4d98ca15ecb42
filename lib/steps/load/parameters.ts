/**
 * The body of a load cell: where the rows come from, and what a person decides
 * of how they are read.
 *
 * @module
 */
import { z } from "zod";
import { COLUMN_TYPES } from "@/lib/frame/schema.ts";
import { columnName } from "@/lib/steps/column_name.ts";

const columnOptions = z.strictObject({
  type: z.enum(COLUMN_TYPES).optional().meta({ title: "Type" }),
  date_order: z.enum(["dmy", "mdy", "ymd"]).optional().meta({ title: "Order of day and month" }),
  decimal: z.enum([".", ","]).optional().meta({ title: "Decimal sign" }),
  unit: z.string().max(24).optional().meta({ title: "Unit" }),
  nulls: z.array(z.string()).optional().meta({ title: "Texts that mean nothing" }),
  epoch: z.enum(["s", "ms"]).optional().meta({ title: "Seconds or milliseconds since 1970" }),
  name: columnName().optional().meta({ title: "New name" }),
  leave_out: z.boolean().optional().meta({ title: "Leave it out" }),
});

/** Describes the body; where the rows come from is told once. */
export const loadParameters = z.strictObject({
  file: z.string().optional().meta({ title: "File", main: "alternative" }),
  upload: z.string().regex(/^(sha256:)?[0-9a-f]{64}$/, "it must be a SHA-256 digest").optional()
    .meta({ title: "Upload", main: "alternative" }),
  inline: z.string().optional().meta({ title: "Rows", lines: true, main: "alternative" }),
  connection: z.string().optional().meta({ title: "Connection", main: "alternative" }),
  table: z.string().optional().meta({ title: "Table" }),
  query: z.string().optional().meta({ title: "Query", lines: true }),
  format: z.enum(["csv", "tsv", "json", "ndjson", "xlsx", "parquet"]).optional()
    .meta({ title: "Format", main: true }),
  encoding: z.string().optional().meta({ title: "Encoding" }),
  delimiter: z.string().min(1).max(2).optional().meta({ title: "Delimiter", main: true }),
  quote: z.string().optional().meta({ title: "Quote" }),
  header: z.union([z.int().min(1), z.literal("none")]).optional().meta({
    title: "Header line",
    main: true,
  }),
  skip: z.int().min(0).optional().meta({ title: "Lines to leave out at the start" }),
  footer: z.int().min(0).optional().meta({ title: "Rows to leave out at the end" }),
  nulls: z.array(z.string()).optional().meta({ title: "Texts that mean nothing", main: true }),
  zone: z.string().optional().meta({ title: "Time zone of times without one" }),
  sheet: z.union([z.string(), z.int().min(1)]).optional().meta({ title: "Sheet" }),
  records: z.string().optional().meta({ title: "Key of the rows" }),
  columns: z.record(z.string(), columnOptions).optional().meta({
    title: "Columns",
    keys: "column",
  }),
}).superRefine((body, context) => {
  const places = (["file", "upload", "inline", "connection"] as const)
    .filter((key) => body[key] !== undefined);
  if (places.length !== 1) {
    context.addIssue({
      code: "custom",
      path: places.length > 1 ? [places[1]] : [],
      message: "this cell must have one of file, upload, inline and connection",
    });
  }
  const asked = [body.table, body.query].filter((value) => value !== undefined).length;
  if (asked !== (body.connection === undefined ? 0 : 1)) {
    context.addIssue({
      code: "custom",
      path: body.connection === undefined ? [body.table === undefined ? "query" : "table"] : [
        "connection",
      ],
      message: "a connection needs either table or query, and these need a connection",
    });
  }
});

/** The body, with its defaults. */
export type LoadParameters = z.output<typeof loadParameters>;
