/**
 * Runs of schedules: asked for, listed, read and stopped.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import { LIST_QUERY, NEXT_CURSOR, readCursor, writeCursor } from "@/lib/api/cursor.ts";
import type { Api } from "@/lib/api/environment.ts";
import { answerUnlessKnown, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { operation } from "@/lib/api/operation.ts";
import { JOB_RUN, JOB_RUN_ID, jobRunOf, SCHEDULE_ID } from "./schemas.ts";

const START = operation({
  method: "post",
  path: "/api/schedules/{schedule}/runs",
  operationId: "runSchedule",
  tags: ["Schedules"],
  summary: "Runs a schedule as soon as may be",
  description: "Also one that is not active. One run of a schedule goes on at a time.",
  access: "notebooks:run",
  errors: [404, 409],
  request: { params: SCHEDULE_ID },
  responses: { 202: json("The run that waits for its turn", JOB_RUN) },
});

const LIST = operation({
  method: "get",
  path: "/api/schedules/{schedule}/runs",
  operationId: "listScheduledRuns",
  tags: ["Schedules"],
  summary: "Lists the runs of a schedule",
  access: "notebooks:read",
  errors: [404],
  request: { params: SCHEDULE_ID, query: z.strictObject(LIST_QUERY) },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "Runs, the newest first",
      z.strictObject({ runs: z.array(JOB_RUN), next_cursor: NEXT_CURSOR }),
    ),
  },
});

const READ = operation({
  method: "get",
  path: "/api/schedules/{schedule}/runs/{run}",
  operationId: "readScheduledRun",
  tags: ["Schedules"],
  summary: "Reads a run of a schedule",
  access: "notebooks:read",
  errors: [404],
  request: { params: JOB_RUN_ID },
  responses: { ...NOT_MODIFIED, 200: json("The run", JOB_RUN) },
});

const CANCEL = operation({
  method: "post",
  path: "/api/schedules/{schedule}/runs/{run}/cancel",
  operationId: "cancelScheduledRun",
  tags: ["Schedules"],
  summary: "Stops a run of a schedule",
  description: "It is not tried again. Stopping one that has ended does nothing.",
  access: "notebooks:run",
  slow: true,
  errors: [404],
  request: { params: JOB_RUN_ID },
  responses: { 200: json("The run", JOB_RUN) },
});

/** Adds what runs schedules. */
export function addScheduledRuns(api: Api): void {
  api.openapi(START, async (c) => {
    const { schedule } = c.req.valid("param");
    // The engine's guard says who asks.
    const run = await c.env.workspace.schedules.run({ schedule, by: { type: "owner" } });
    c.header("Location", `/api/schedules/${encodeURIComponent(schedule)}/runs/${run.id}`);
    return c.json(jobRunOf(run), 202);
  });

  api.openapi(LIST, async (c) => {
    const { schedule } = c.req.valid("param");
    const { limit, cursor } = c.req.valid("query");
    const asked = { schedule, limit, after: readCursor(cursor) };
    const { items, next } = await c.env.workspace.schedules.runs(asked);
    const page = { runs: items.map(jobRunOf), next_cursor: writeCursor(next) };
    return await answerUnlessKnown(c, c.json(page, 200));
  });

  api.openapi(READ, async (c) => {
    const run = await c.env.workspace.schedules.readRun(c.req.valid("param"));
    return await answerUnlessKnown(c, c.json(jobRunOf(run), 200));
  });

  api.openapi(CANCEL, async (c) => {
    const run = await c.env.workspace.schedules.cancel(c.req.valid("param"));
    return c.json(jobRunOf(run), 200);
  });
}
