/**
 * The body of a load cell: where the rows come from, and what a person decides
 * of how they are read.
 *
 * @module
 */
import { z } from "zod";
import { COLUMN_TYPES } from "@/lib/frame/schema.ts";
import { isDay } from "@/lib/day.ts";
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

const day = z.string().refine(isDay, "it must be a day that exists, written YYYY-MM-DD");

const dates = z.union([
  z.literal("all"),
  z.strictObject({ from: day.meta({ title: "First day" }), to: day.meta({ title: "Last day" }) })
    .refine(({ from, to }) => from <= to, "its first day must not come after its last"),
]);

const names = () => z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** Where rows may come from. */
const PLACES = ["file", "upload", "inline", "connection", "source"] as const;

/** What is said of events alone. */
const OF_EVENTS = ["take", "metrics", "dates", "dimensions"] as const;

/** What says where rows come from, and which of them; all other keys tell how a file is read. */
export const KEYS_OF_SOURCES: readonly string[] = [...PLACES, "table", "query", ...OF_EVENTS];

/** Describes the body; where the rows come from is told once. */
export const loadParameters = z.strictObject({
  file: z.string().optional().meta({ title: "File", main: "alternative" }),
  upload: z.string().regex(/^(sha256:)?[0-9a-f]{64}$/, "it must be a SHA-256 digest").optional()
    .meta({ title: "Upload", main: "alternative" }),
  inline: z.string().optional().meta({ title: "Rows", lines: true, main: "alternative" }),
  connection: z.string().optional().meta({ title: "Connection", main: "alternative" }),
  source: names().optional().meta({
    title: "Source of events",
    suggest: "source",
    main: "alternative",
  }),
  take: z.enum(["events", "days"]).optional().meta({
    title: "Take",
    titles: { events: "Each event", days: "What each day comes to" },
    main: true,
    goesWith: { source: [] },
  }),
  metrics: names().optional().meta({
    title: "Metrics",
    suggest: "metric",
    main: true,
    goesWith: { source: [] },
  }),
  dates: dates.optional().meta({
    title: "Days",
    variants: ["All, or a parameter", "From and to"],
    main: true,
    goesWith: { source: [] },
  }),
  dimensions: z.array(z.string().min(1)).optional().meta({
    title: "Dimensions",
    goesWith: { source: [] },
  }),
  table: z.string().optional().meta({ apartFrom: "source", title: "Table" }),
  query: z.string().optional().meta({ apartFrom: "source", title: "Query", lines: true }),
  format: z.enum(["csv", "tsv", "json", "ndjson", "xlsx", "parquet"]).optional()
    .meta({ apartFrom: "source", title: "Format", main: true }),
  encoding: z.string().optional().meta({ apartFrom: "source", title: "Encoding" }),
  delimiter: z.string().min(1).max(2).optional().meta({
    apartFrom: "source",
    title: "Delimiter",
    main: true,
  }),
  quote: z.string().optional().meta({ apartFrom: "source", title: "Quote" }),
  header: z.union([z.int().min(1), z.literal("none")]).optional().meta({
    apartFrom: "source",
    title: "Header line",
    main: true,
  }),
  skip: z.int().min(0).optional().meta({
    apartFrom: "source",
    title: "Lines to leave out at the start",
  }),
  footer: z.int().min(0).optional().meta({
    apartFrom: "source",
    title: "Rows to leave out at the end",
  }),
  nulls: z.array(z.string()).optional().meta({
    apartFrom: "source",
    title: "Texts that mean nothing",
    main: true,
  }),
  zone: z.string().optional().meta({
    apartFrom: "source",
    title: "Time zone of times without one",
  }),
  sheet: z.union([z.string(), z.int().min(1)]).optional().meta({
    apartFrom: "source",
    title: "Sheet",
  }),
  records: z.string().optional().meta({ apartFrom: "source", title: "Key of the rows" }),
  columns: z.record(z.string(), columnOptions).optional().meta({
    apartFrom: "source",
    title: "Columns",
    keys: "column",
  }),
}).superRefine((body, context) => {
  const places = PLACES.filter((key) => body[key] !== undefined);
  if (places.length !== 1) {
    context.addIssue({
      code: "custom",
      path: places.length > 1 ? [places[1]] : [],
      message: "this cell must have one of file, upload, inline, connection and source",
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
  const stray = body.source === undefined
    ? OF_EVENTS.find((key) => body[key] !== undefined)
    : Object.keys(body).find((key) => !KEYS_OF_SOURCES.includes(key));
  if (stray !== undefined) {
    context.addIssue({
      code: "custom",
      path: [stray],
      message: body.source === undefined
        ? "it goes with a source of events alone"
        : "it tells how a file is read, and a source of events is none",
    });
  }
  if (body.take === "days" && body.dimensions !== undefined) {
    context.addIssue({
      code: "custom",
      path: ["dimensions"],
      message: "what a day comes to is kept without dimensions: take events",
    });
  }
});

/** The body, with its defaults. */
export type LoadParameters = z.output<typeof loadParameters>;
