/**
 * Events that come in, as programs see them.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { BatchView, Ingested } from "@/lib/workspace/events/contract.ts";

const MOMENT = z.string().nullable().openapi({ format: "date-time" });

const WARNING = z.strictObject({
  line: z.int().nullable().openapi({ description: "From 1; null where it is of all" }),
  column: z.string().nullable(),
  reason: z.string(),
});

const COUNTS = {
  inserted: z.int(),
  duplicates: z.int().openapi({ description: "The same event again" }),
  conflicts: z.int().openapi({ description: "Another value for a key: the first stays" }),
};

/** What one request of events came to. */
export const INGESTED = z.strictObject({
  batch: z.string().openapi({ description: "Names what was received" }),
  source: z.string().nullable().openapi({ description: "Null where rows have several" }),
  sources: z.array(z.string()),
  rows: z.int(),
  ...COUNTS,
  skipped: z.int().openapi({ description: "Rows that made no event" }),
  raw_events_inserted: z.int().openapi({
    description:
      "Rows of bytes that had not been stored for this source before; they are kept sealed",
  }),
  clean_events_inserted: z.int().openapi({ description: "The same as inserted" }),
  warnings: z.array(WARNING),
  metrics: z.array(z.string()),
  min_ts: MOMENT,
  max_ts: MOMENT,
}).openapi("Ingested");

/** What came in as one request, to be looked at afterwards. */
export const BATCH = z.strictObject({
  id: z.string(),
  source: z.string().nullable(),
  mode: z.enum(["strict", "tolerant"]),
  name: z.string(),
  bytes: z.int(),
  state: z.enum(["working", "left", "stored", "refused", "failed"]).openapi({
    description: '"left" where the program ended meanwhile; all but "working" can be replayed. ' +
      'With "stored" all events can be read, with "refused" none; otherwise a part of them may be',
  }),
  rows: z.int().nullable(),
  ...COUNTS,
  rejected: z.int().openapi({ description: "Values that made no event and were kept" }),
  rejected_rows: z.int().nullable().openapi({
    description: "Rows that made no event; null until it is stored",
  }),
  corrected: z.int().openapi({
    description:
      "Events that came of its rejected rows, corrected, and of what was rejected of those",
  }),
  rejected_as: z.enum(["csv", "ndjson"]).openapi({
    description: "What the file of its rejected rows is",
  }),
  warnings: z.array(WARNING),
  refusal: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  corrects: z.string().nullable().openapi({
    description: "The batch whose rejected rows it corrects",
  }),
  received_at: z.string().openapi({ format: "date-time" }),
  ended_at: MOMENT,
}).openapi("EventBatch");

/** What was stored, as programs see it. */
export function ingestedOf(
  { first, last, rawInserted, ...rest }: Ingested,
): z.infer<typeof INGESTED> {
  const { warnings, metrics, sources, inserted, ...counts } = rest;
  return {
    ...counts,
    inserted,
    sources: [...sources],
    raw_events_inserted: rawInserted,
    clean_events_inserted: inserted,
    warnings: [...warnings],
    metrics: [...metrics],
    min_ts: first,
    max_ts: last,
  };
}

/** What came in, as programs see it. */
export function batchOf(
  { receivedAt, endedAt, warnings, rejectedRows, rejectedAs, ...rest }: BatchView,
): z.infer<typeof BATCH> {
  return {
    ...rest,
    rejected_rows: rejectedRows,
    rejected_as: rejectedAs,
    warnings: [...warnings],
    received_at: receivedAt,
    ended_at: endedAt,
  };
}
