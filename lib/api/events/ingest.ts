/**
 * Events in.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type RouteConfig, z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import type { Api } from "@/lib/api/environment.ts";
import { operation } from "@/lib/api/operation.ts";
import { INGESTED, ingestedOf } from "./schemas.ts";
import { sentEvents } from "./sent_events.ts";
import { SmallRequests } from "./small_requests.ts";

const MODE = z.enum(["strict", "tolerant"]).default("strict").openapi({
  description: "strict stores all or nothing; tolerant stores what is good, and keeps the rest " +
    "as rejected",
});

const DATE_ORDER = z.enum(["dmy", "mdy", "ymd"]).optional().openapi({
  description: "The order of dates that are written with numbers alone; told from the column " +
    "where it is left out",
});

const EVENT = {
  type: "object",
  description: "Any names, in any case: a time (timestamp, time, date, datetime), a value " +
    "(value, amount, count, qty, quantity), a metric (metric, name, metric_name), a source, an " +
    "event_id; all others are dimensions",
  example: { timestamp: "2026-01-05T12:00:00Z", value: 12.5, metric: "sales", city: "Graz" },
} as const;

/** All: the embedded database takes little longer for many than for one, and others wait for it anyhow. */
const MOST_EMBEDDED = Infinity;
/** More keep pages waiting for longer, and no more events come in. */
const MOST_SERVER = 16;

/** How events come; the engine reads them, so that nothing is held here. */
const EVENT_BODY: NonNullable<RouteConfig["request"]>["body"] = {
  required: true,
  content: {
    "multipart/form-data": {
      schema: {
        type: "object",
        properties: { file: { type: "string", format: "binary" } },
        required: ["file"],
      },
    },
    "text/csv": { schema: { type: "string", example: "time,value\n2026-01-05T12:00:00Z,12.5\n" } },
    "application/json": { schema: { oneOf: [EVENT, { type: "array", items: EVENT }] } },
    "application/x-ndjson": { schema: { type: "string" } },
    "application/gzip": { schema: { type: "string", format: "binary" } },
  },
};

const INGEST = operation({
  method: "post",
  path: "/api/ingest",
  operationId: "ingest",
  tags: ["Events"],
  summary: "Takes events in",
  description: "What is sent is sealed before anything is read of it, and can be replayed. The " +
    "same event again is a duplicate, and stored once: sending a file again is safe.",
  access: "events:write",
  slow: true,
  errors: [413, 415, 507],
  request: {
    query: z.strictObject({
      source_name: z.string().min(1).max(200).optional().openapi({
        description: "The source of rows that name none",
      }),
      mode: MODE,
      date_order: DATE_ORDER,
      zone: z.string().min(1).max(100).optional().openapi({
        description: "The IANA name of the zone of a new source, in which times without an " +
          "offset are taken and days are counted",
      }),
    }),
    body: EVENT_BODY,
  },
  responses: { 200: json("What became of the events", INGESTED) },
});

const BATCH_PATH = {
  params: z.strictObject({
    batch: z.string().min(1).max(100).openapi({
      description: "What one request brought, by its id",
    }),
  }),
};

const CORRECT = operation({
  method: "post",
  path: "/api/ingest/{batch}/rejected",
  operationId: "correctEvents",
  tags: ["Events"],
  summary: "Takes rejected rows, corrected",
  description: "Their source, zone, order of dates and decimal sign are those of the batch. Rows " +
    "that were good the first time may be among them: they are duplicates. The file of rejected " +
    "rows may come as it is, mended: the columns that were added to it are not read.",
  access: "events:write",
  slow: true,
  errors: [404, 413, 415, 507],
  request: { ...BATCH_PATH, query: z.strictObject({ mode: MODE }), body: EVENT_BODY },
  responses: { 200: json("What became of the events", INGESTED) },
});

const REPLAY = operation({
  method: "post",
  path: "/api/ingest/{batch}/replay",
  operationId: "replayEvents",
  tags: ["Events"],
  summary: "Judges and stores once more what was received",
  access: "events:write",
  slow: true,
  errors: [404, 413, 415, 507],
  request: BATCH_PATH,
  responses: { 200: json("What became of the events", INGESTED) },
});

/** Adds what takes events. */
export function addIngest(api: Api): void {
  const small = {
    embedded: new SmallRequests(MOST_EMBEDDED),
    server: new SmallRequests(MOST_SERVER),
  };

  api.openapi(INGEST, async (c) => {
    const { source_name, mode, date_order, zone } = c.req.valid("query");
    const { bytes, ...sent } = await sentEvents(c.req.raw);
    const asked = {
      ...sent,
      source: source_name ?? null,
      mode,
      dateOrder: date_order ?? null,
      zone: zone ?? null,
      corrects: null,
    };
    const ingested = await small[c.env.database].hand(
      { headers: c.req.raw.headers, signal: c.env.signal },
      bytes,
      (bytes) => c.env.workspace.events.ingest(asked, bytes),
    );
    return c.json(...sized(ingestedOf(ingested)));
  });

  api.openapi(CORRECT, async (c) => {
    const { batch } = c.req.valid("param");
    const { mode } = c.req.valid("query");
    const { bytes, ...sent } = await sentEvents(c.req.raw);
    const asked = { ...sent, batch, mode };
    const ingested = await small[c.env.database].hand(
      { headers: c.req.raw.headers, signal: c.env.signal },
      bytes,
      (bytes) => c.env.workspace.events.correct(asked, bytes),
    );
    return c.json(...sized(ingestedOf(ingested)));
  });

  api.openapi(REPLAY, async (c) => {
    const ingested = await c.env.workspace.events.replay(c.req.valid("param"));
    return c.json(...sized(ingestedOf(ingested)));
  });
}

/** What is answered, with its length: so little is sent sooner than it is compressed. */
function sized<Body>(body: Body): [Body, 200, { readonly "Content-Length": string }] {
  return [body, 200, { "Content-Length": String(Buffer.byteLength(JSON.stringify(body))) }];
}
