/**
 * Sources of events.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { LIST_QUERY, NEXT_CURSOR, readCursor, writeCursor } from "@/lib/api/cursor.ts";
import type { Api } from "@/lib/api/environment.ts";
import { answerUnlessKnown, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { operation } from "@/lib/api/operation.ts";
import type { SourceView } from "@/lib/workspace/metrics/contract.ts";

const DAY = z.iso.date().nullable();

const SOURCE = z.strictObject({
  id: z.int(),
  name: z.string(),
  zone: z.string().openapi({ description: "The IANA name of the time zone of its days" }),
  created_at: z.string().openapi({ format: "date-time" }),
  events: z.int(),
  metrics: z.int(),
  first_day: DAY,
  last_day: DAY,
}).openapi("Source");

const SOURCE_ID = {
  params: z.strictObject({
    id: z.coerce.number().int().min(1).max(2 ** 31 - 1).openapi({
      description: "Which source, as the list has it",
    }),
  }),
};

const LIST = operation({
  method: "get",
  path: "/api/sources",
  operationId: "listSources",
  tags: ["Metrics"],
  summary: "Lists the sources of events",
  access: "metrics:read",
  request: { query: z.strictObject(LIST_QUERY) },
  responses: {
    ...NOT_MODIFIED,
    200: {
      description: "Sources, by their names",
      content: {
        "application/json": {
          schema: z.strictObject({ sources: z.array(SOURCE), next_cursor: NEXT_CURSOR }),
        },
      },
    },
  },
});

const ONE = operation({
  method: "get",
  path: "/api/sources/{id}",
  operationId: "readSource",
  tags: ["Metrics"],
  summary: "Reads a source",
  access: "metrics:read",
  errors: [404],
  request: SOURCE_ID,
  responses: {
    ...NOT_MODIFIED,
    200: { description: "The source", content: { "application/json": { schema: SOURCE } } },
  },
});

const REMOVE = operation({
  method: "delete",
  path: "/api/sources/{id}",
  operationId: "removeSource",
  tags: ["Metrics"],
  summary: "Removes a source, with its events, days and forecasts",
  description: "For a day it can come back by restoreSource, unless events come for its name. " +
    "What it sent stays sealed as long as everything that was received.",
  access: "admin",
  errors: [404],
  request: SOURCE_ID,
  responses: {
    200: {
      description: "What was removed",
      content: {
        "application/json": {
          schema: z.strictObject({
            id: z.int(),
            name: z.string(),
            events: z.int().openapi({ description: "So many went with it" }),
          }),
        },
      },
    },
  },
});

const RESTORE = operation({
  method: "post",
  path: "/api/sources/{id}/restore",
  operationId: "restoreSource",
  tags: ["Metrics"],
  summary: "Brings a source back that was removed within a day",
  access: "admin",
  errors: [404],
  request: SOURCE_ID,
  responses: {
    200: { description: "The source", content: { "application/json": { schema: SOURCE } } },
  },
});

/** Whoever it really is, is found in the engine. */
const by = { type: "owner" } as const;

/** Adds what reads and removes sources. */
export function addSources(api: Api): void {
  api.openapi(LIST, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const asked = { limit, after: readCursor(cursor) };
    const { items, next } = await c.env.workspace.metrics.sources(asked);
    const page = { sources: items.map(sourceOf), next_cursor: writeCursor(next) };
    return await answerUnlessKnown(c, c.json(page, 200));
  });
  api.openapi(ONE, async (c) => {
    const source = sourceOf(await c.env.workspace.metrics.source(c.req.valid("param")));
    return await answerUnlessKnown(c, c.json(source, 200));
  });
  api.openapi(REMOVE, async (c) => {
    return c.json(await c.env.workspace.sources.remove({ ...c.req.valid("param"), by }), 200);
  });
  api.openapi(RESTORE, async (c) => {
    const { metrics, sources } = c.env.workspace;
    const asked = c.req.valid("param");
    await sources.restore({ ...asked, by });
    return c.json(sourceOf(await metrics.source(asked)), 200);
  });
}

function sourceOf({ createdAt, firstDay, lastDay, ...source }: SourceView) {
  return { ...source, created_at: createdAt, first_day: firstDay, last_day: lastDay };
}
