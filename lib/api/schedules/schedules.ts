/**
 * Schedules: what runs by the clock, listed, made, changed and removed.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import type { Api } from "@/lib/api/environment.ts";
import { answerUnlessKnown, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { givenOf, NOTEBOOK_ID } from "@/lib/api/notebooks/schemas.ts";
import { operation } from "@/lib/api/operation.ts";
import {
  NEW_SCHEDULE,
  rulesOf,
  SCHEDULE,
  SCHEDULE_CHANGE,
  SCHEDULE_ID,
  scheduleOf,
  WHEN_QUERY,
} from "./schemas.ts";

/** Whoever asks: the engine's guard says who that is. */
const ASKER = { type: "owner" } as const;

const LIST = operation({
  method: "get",
  path: "/api/schedules",
  operationId: "listSchedules",
  tags: ["Schedules"],
  summary: "Lists the schedules that you may change",
  description: "The workspace's own are the admins'; those of a notebook are theirs who edit it.",
  access: "notebooks:read",
  request: {
    query: z.strictObject({
      notebook: z.string().min(1).max(200).optional().openapi({
        description: "Of this notebook alone",
      }),
    }),
  },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "Schedules, the workspace's first",
      z.strictObject({ schedules: z.array(SCHEDULE) }),
    ),
  },
});

const PREVIEW = operation({
  method: "get",
  path: "/api/schedules/preview",
  operationId: "previewSchedule",
  tags: ["Schedules"],
  summary: "Tells when a cron line comes due next",
  access: "notebooks:read",
  request: { query: WHEN_QUERY },
  responses: {
    200: json(
      "Its next times, of which there may be fewer than five",
      z.strictObject({ times: z.array(z.string().openapi({ format: "date-time" })) }),
    ),
  },
});

const CREATE = operation({
  method: "post",
  path: "/api/notebooks/{notebook}/schedules",
  operationId: "createSchedule",
  tags: ["Schedules"],
  summary: "Schedules a notebook",
  description:
    "It runs for you, for as long as you may edit it. To have letters sent, or somebody " +
    "told of failures, takes the scope `messages:send` as well.",
  access: "notebooks:write",
  errors: [404, 413, 415],
  request: {
    params: NOTEBOOK_ID,
    body: { required: true, content: { "application/json": { schema: NEW_SCHEDULE } } },
  },
  responses: { 201: json("The schedule", SCHEDULE) },
});

const READ = operation({
  method: "get",
  path: "/api/schedules/{schedule}",
  operationId: "readSchedule",
  tags: ["Schedules"],
  summary: "Reads a schedule",
  access: "notebooks:read",
  errors: [404],
  request: { params: SCHEDULE_ID },
  responses: { ...NOT_MODIFIED, 200: json("The schedule", SCHEDULE) },
});

const CHANGE = operation({
  method: "patch",
  path: "/api/schedules/{schedule}",
  operationId: "changeSchedule",
  tags: ["Schedules"],
  summary: "Changes a schedule",
  description: "A notebook then runs for whoever changed its schedule, in more than `active`.",
  access: "notebooks:write",
  errors: [404, 409, 413, 415],
  request: {
    params: SCHEDULE_ID,
    body: { required: true, content: { "application/json": { schema: SCHEDULE_CHANGE } } },
  },
  responses: { 200: json("The schedule as it is now", SCHEDULE) },
});

const REMOVE = operation({
  method: "delete",
  path: "/api/schedules/{schedule}",
  operationId: "removeSchedule",
  tags: ["Schedules"],
  summary: "Removes a notebook's schedule",
  description: "It can come back by restoreSchedule for 90 days. The workspace's own stay: make " +
    "them inactive instead.",
  access: "notebooks:write",
  errors: [404],
  request: { params: SCHEDULE_ID },
  responses: { 204: { description: "It is removed" } },
});

const RESTORE = operation({
  method: "post",
  path: "/api/schedules/{schedule}/restore",
  operationId: "restoreSchedule",
  tags: ["Schedules"],
  summary: "Brings a removed schedule back",
  access: "notebooks:write",
  errors: [404],
  request: { params: SCHEDULE_ID },
  responses: { 200: json("The schedule", SCHEDULE) },
});

/** Adds what keeps schedules. */
export function addSchedules(api: Api): void {
  api.openapi(LIST, async (c) => {
    const found = await c.env.workspace.schedules.list(c.req.valid("query"));
    return await answerUnlessKnown(c, c.json({ schedules: found.map(scheduleOf) }, 200));
  });

  api.openapi(PREVIEW, async (c) => {
    const { times } = await c.env.workspace.schedules.preview(c.req.valid("query"));
    return c.json({ times: [...times] }, 200);
  });

  api.openapi(CREATE, async (c) => {
    const { notebook } = c.req.valid("param");
    const { parameters, sends, cron, zone, ...rules } = c.req.valid("json");
    const made = await c.env.workspace.schedules.create({
      notebook,
      parameters: givenOf(parameters),
      sends,
      rules: { ...rulesOf(rules), cron, zone },
      by: ASKER,
    });
    c.header("Location", `/api/schedules/${made.id}`);
    return c.json(scheduleOf(made), 201);
  });

  api.openapi(READ, async (c) => {
    const found = await c.env.workspace.schedules.read(c.req.valid("param"));
    return await answerUnlessKnown(c, c.json(scheduleOf(found), 200));
  });

  api.openapi(CHANGE, async (c) => {
    const { schedule } = c.req.valid("param");
    const { revision, parameters, sends, ...rules } = c.req.valid("json");
    const change = {
      ...rulesOf(rules),
      ...(parameters === undefined ? {} : { parameters: givenOf(parameters) }),
      ...(sends === undefined ? {} : { sends }),
    };
    const asked = { schedule, revision, change, by: ASKER };
    return c.json(scheduleOf(await c.env.workspace.schedules.change(asked)), 200);
  });

  api.openapi(REMOVE, async (c) => {
    await c.env.workspace.schedules.remove({ ...c.req.valid("param"), by: ASKER });
    return c.body(null, 204);
  });

  api.openapi(RESTORE, async (c) => {
    const asked = { ...c.req.valid("param"), by: ASKER };
    return c.json(scheduleOf(await c.env.workspace.schedules.restore(asked)), 200);
  });
}
