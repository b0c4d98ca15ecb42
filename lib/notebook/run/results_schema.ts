/**
 * The shape of `results.json` for those who check what they read; docs/results.md says
 * what each part means. Its test has the compiler hold it to the types that the program writes.
 *
 * @module
 */
import { z } from "zod";
import { COLUMN_TYPES, GRAINS } from "@/lib/frame/schema.ts";
import { RESULTS_VERSION } from "./results.ts";

const amount = z.number().nullable();
const amounts = z.array(amount);
const count = z.int().min(0);
const key = z.string().regex(/^[0-9a-f]{64}$/);
const grain = z.enum(GRAINS);
const unit = z.string().nullable();
const day = z.iso.date();
/** The start of a period: a day, for hours ISO 8601 in UTC. */
const period = z.union([day, z.iso.datetime()]);
const columnType = z.enum(COLUMN_TYPES);

const problem = z.strictObject({
  severity: z.enum(["error", "warning"]),
  code: z.string().regex(/^[A-Z_]+$/),
  message: z.string(),
  place: z.strictObject({
    file: z.string().optional(),
    cell: z.string().optional(),
    key: z.string().optional(),
    line: z.int().min(1).optional(),
    column: z.int().min(1).optional(),
  }),
  remedy: z.string().nullable(),
});

const axis = z.strictObject({ title: z.string(), unit });
const described = { title: z.string(), answer: z.string().nullable() };
const band = z.strictObject({ lower: amounts, upper: amounts });
const series = z.strictObject({
  name: z.string().nullable(),
  style: z.enum(["plain", "muted"]),
  values: amounts,
});
const over = { axis, grain, periods: z.array(period), series: z.array(series) };

const whole = z.strictObject({ name: z.string(), value: amount });

const table = z.strictObject({
  type: z.literal("table"),
  title: z.string().nullable(),
  columns: z.array(z.strictObject({ name: z.string(), type: columnType, unit })),
  rows: z.array(z.array(z.union([z.number(), z.string(), z.boolean(), z.null()]))),
  total: count,
  sets: z.strictObject({
    key: z.string(),
    values: z.array(z.number()),
    used: count,
    clears: z.string(),
  }).optional(),
});

const flag = z.strictObject({
  index: count,
  label: z.string(),
  score: z.number().optional(),
  kind: z.string().optional(),
  words: z.string().optional(),
  said: z.enum(["real", "not"]).optional(),
  causes: z.array(z.string()).optional(),
  parts: z.array(z.strictObject({
    category: z.string(),
    segments: z.array(z.strictObject({ name: z.string(), change: amount, share: amount })),
  })).optional(),
});

const text = z.strictObject({
  type: z.literal("text"),
  paragraphs: z.array(z.array(z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.enum(["plain", "strong", "code"]), text: z.string() }),
    z.strictObject({ kind: z.literal("figure"), text: z.string(), cell: z.string() }),
  ]))),
});

const block = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("line"),
    ...described,
    ...over,
    expected: amounts.nullable(),
    band: band.nullable(),
    flags: z.array(flag),
    dismissed: z.array(flag).optional(),
    trained: count.optional(),
    labels: z.strictObject({ segment: z.array(z.string().nullable()) }).optional(),
    forecast: z.strictObject({
      periods: z.array(period),
      values: amounts,
      intervals: z.array(z.strictObject({ level: z.number(), lower: amounts, upper: amounts })),
      origins: z.array(z.strictObject({ from: count, values: amounts })).optional(),
    }).nullable(),
    target: z.strictObject({ label: z.string(), value: z.number() }).nullable(),
    incomplete: z.boolean(),
    room: z.literal("half").optional(),
  }),
  z.strictObject({ type: z.literal("area"), ...described, ...over }),
  z.strictObject({
    type: z.literal("multiples"),
    ...described,
    axis,
    grain,
    periods: z.array(period),
    panels: z.array(z.strictObject({ name: z.string(), values: amounts })),
  }),
  z.strictObject({
    type: z.literal("bar"),
    ...described,
    axis,
    category: z.string(),
    grain: grain.nullable(),
    bars: z.array(z.strictObject({ name: z.string(), value: amount })),
  }),
  z.strictObject({
    type: z.literal("waterfall"),
    ...described,
    axis,
    category: z.string(),
    start: whole,
    steps: z.array(z.strictObject({
      name: z.string(),
      before: amount,
      after: amount,
      change: amount,
      share: amount,
      mix: amount,
      rate: amount,
    })),
    end: whole,
  }),
  z.strictObject({
    type: z.literal("scatter"),
    ...described,
    x: axis,
    y: axis,
    points: z.array(z.strictObject({
      x: z.number(),
      y: z.number(),
      group: z.string().nullable(),
      label: z.string().nullable(),
    })),
  }),
  z.strictObject({
    type: z.literal("histogram"),
    ...described,
    axis,
    bins: z.array(z.strictObject({ from: z.number(), to: z.number(), count })),
  }),
  z.strictObject({
    type: z.literal("heatmap"),
    ...described,
    axis,
    rowTitle: z.string(),
    columnTitle: z.string(),
    rows: z.array(z.string()),
    columns: z.array(z.string()),
    values: z.array(amounts),
  }),
  z.strictObject({
    type: z.literal("number"),
    title: z.string(),
    value: amount,
    unit,
    change: z.strictObject({ before: amount, base: z.string() }).nullable(),
    better: z.enum(["higher", "lower"]).nullable(),
    history: amounts,
  }),
  table,
  text,
  z.strictObject({ type: z.literal("problems"), problems: z.array(problem) }),
  z.strictObject({
    type: z.literal("details"),
    summary: z.string(),
    name: z.string().optional(),
    badge: z.strictObject({ text: z.string(), tone: z.enum(["good", "fair", "poor"]) }).nullable(),
    blocks: z.array(z.discriminatedUnion("type", [table, text])),
  }),
]);

const cell = z.strictObject({
  name: z.string(),
  kind: z.string(),
  state: z.enum(["done", "failed", "waiting", "cancelled"]),
  stale: z.boolean(),
  key: key.nullable(),
  parents: z.array(z.string()),
  rows: count.nullable(),
  rejected: count.nullable(),
  grain: grain.nullable(),
  columns: z.array(z.strictObject({
    name: z.string(),
    type: columnType,
    role: z.enum(["time", "dimension", "measure"]).nullable(),
    unit,
    additivity: z.enum(["additive", "semi_additive", "non_additive"]).nullable(),
  })),
  figures: z.record(
    z.string(),
    z.strictObject({ value: z.union([z.number(), z.string(), z.null()]), unit, title: z.string() }),
  ),
  blocks: z.array(block),
  events: z.array(z.strictObject({ name: z.string(), from: period, until: period })),
  problems: z.array(problem),
  waits: z.string().nullable(),
});

const parameter = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("number"), value: z.number() }),
  z.strictObject({ type: z.literal("boolean"), value: z.boolean() }),
  z.strictObject({ type: z.enum(["text", "choice"]), value: z.string() }),
  z.strictObject({ type: z.literal("date"), value: day }),
  z.strictObject({ type: z.literal("date_range"), from: day, to: day }),
  z.strictObject({
    type: z.literal("list"),
    values: z.array(z.union([z.string(), z.number()])),
  }),
]);

/** Checks a whole file. */
export const resultsSchema = z.strictObject({
  version: z.literal(RESULTS_VERSION),
  notebook: z.string(),
  title: z.string().nullable(),
  as_of: day,
  parameters: z.record(z.string(), parameter),
  cells: z.array(cell),
  run: z.strictObject({
    id: z.uuid(),
    started_at: z.iso.datetime(),
    milliseconds: count,
    state: z.enum(["done", "failed", "cancelled"]),
    cells: z.array(z.strictObject({
      name: z.string(),
      origin: z.enum(["computed", "cache"]).nullable(),
      milliseconds: count,
      computed_at: z.iso.datetime().nullable(),
    })),
  }),
});
