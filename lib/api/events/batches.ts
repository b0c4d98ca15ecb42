/**
 * What came in, and what was rejected of it.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import { LIST_QUERY, NEXT_CURSOR, readCursor, writeCursor } from "@/lib/api/cursor.ts";
import type { Api } from "@/lib/api/environment.ts";
import { answerUnlessKnown, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { answerFile } from "@/lib/api/file.ts";
import { operation } from "@/lib/api/operation.ts";
import { BATCH, batchOf } from "./schemas.ts";

const BATCH_PATH = {
  params: z.strictObject({
    batch: z.string().min(1).max(100).openapi({
      description: "What one request brought, by its id",
    }),
  }),
};

const LIST = operation({
  method: "get",
  path: "/api/ingest",
  operationId: "listBatches",
  tags: ["Events"],
  summary: "Lists what came in, the newest first",
  access: "events:write",
  request: { query: z.strictObject(LIST_QUERY) },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "What came in",
      z.strictObject({ batches: z.array(BATCH), next_cursor: NEXT_CURSOR }),
    ),
  },
});

const ONE = operation({
  method: "get",
  path: "/api/ingest/{batch}",
  operationId: "readBatch",
  tags: ["Events"],
  summary: "Tells what became of what came in",
  access: "events:write",
  errors: [404],
  request: BATCH_PATH,
  responses: { ...NOT_MODIFIED, 200: json("What came in as one request", BATCH) },
});

const REJECTED = operation({
  method: "get",
  path: "/api/ingest/{batch}/rejected",
  operationId: "exportRejected",
  tags: ["Events"],
  summary: "Gives the rejected rows as a file",
  description:
    "CSV, or NDJSON where they came as JSON: each row as it was sent, then what is wrong " +
    "with it as daybook_line, daybook_column, daybook_value and daybook_reason. The file can be " +
    "mended and sent to this address: those columns are not read. No text of the CSV is a formula " +
    "to a spreadsheet. Where what was sent is no longer kept, daybook_note says so in each line.",
  access: "events:write",
  errors: [404],
  request: BATCH_PATH,
  responses: {
    200: {
      description: "The file",
      content: {
        "text/csv": { schema: z.string() },
        "application/x-ndjson": { schema: z.string() },
      },
    },
  },
});

/** Adds what tells of batches. */
export function addBatches(api: Api): void {
  api.openapi(LIST, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const asked = { limit, after: readCursor(cursor) };
    const { items, next } = await c.env.workspace.events.batches(asked);
    const page = { batches: items.map(batchOf), next_cursor: writeCursor(next) };
    return await answerUnlessKnown(c, c.json(page, 200));
  });

  api.openapi(ONE, async (c) => {
    const batch = await c.env.workspace.events.batch(c.req.valid("param"));
    return await answerUnlessKnown(c, c.json(batchOf(batch), 200));
  });

  api.openapi(REJECTED, async (c) => {
    const { batch } = c.req.valid("param");
    const { events } = c.env.workspace;
    const { rejectedAs } = await events.batch({ batch });
    return await answerFile(events.rejected({ batch }), {
      name: `rejected ${batch.slice(0, 8)}.${rejectedAs}`,
      type: rejectedAs === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
    });
  });
}
