/**
 * Notebooks: listed, read, written, checked, removed.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import { LIST_QUERY, NEXT_CURSOR, readCursor, writeCursor } from "@/lib/api/cursor.ts";
import type { Api } from "@/lib/api/environment.ts";
import { answerUnlessKnown, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { operation } from "@/lib/api/operation.ts";
import { AppError } from "@/lib/errors.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import {
  CARD,
  cardOf,
  givenOf,
  NOTEBOOK,
  NOTEBOOK_ID,
  notebookOf,
  PARAMETERS,
  PROBLEM,
  problemOf,
} from "./schemas.ts";

const TEXT = z.string().max(4_000_000).openapi({ description: "The Markdown file" });

const LIST = operation({
  method: "get",
  path: "/api/notebooks",
  operationId: "listNotebooks",
  tags: ["Notebooks"],
  summary: "Lists notebooks",
  access: "notebooks:read",
  request: {
    query: z.strictObject({
      search: z.string().max(200).optional().openapi({
        description: "Words of title, description or tags",
      }),
      tag: z.string().max(200).optional().openapi({ description: "Only those with this tag" }),
      ...LIST_QUERY,
    }),
  },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "Notebooks, those that were changed last first",
      z.strictObject({ notebooks: z.array(CARD), next_cursor: NEXT_CURSOR }),
    ),
  },
});

const CREATE = operation({
  method: "post",
  path: "/api/notebooks",
  operationId: "createNotebook",
  tags: ["Notebooks"],
  summary: "Makes a notebook",
  access: "notebooks:write",
  errors: [413, 415],
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            title: z.string().max(200).optional().openapi({
              description: "What it is called where its text has no title",
            }),
            text: TEXT.optional(),
            foreign: z.boolean().default(false).openapi({
              description: "Whether somebody else wrote it: what it reads waits for a grant",
            }),
          }),
        },
      },
    },
  },
  responses: { 201: json("The notebook", NOTEBOOK) },
});

const READ = operation({
  method: "get",
  path: "/api/notebooks/{notebook}",
  operationId: "readNotebook",
  tags: ["Notebooks"],
  summary: "Reads a notebook",
  access: "notebooks:read",
  errors: [404],
  request: { params: NOTEBOOK_ID },
  responses: { ...NOT_MODIFIED, 200: json("The notebook with its text and cells", NOTEBOOK) },
});

const WRITE = operation({
  method: "put",
  path: "/api/notebooks/{notebook}",
  operationId: "writeNotebook",
  tags: ["Notebooks"],
  summary: "Puts another text in the place of the whole",
  description: "409 where somebody saved since the revision that the text was made from.",
  access: "notebooks:write",
  errors: [404, 409, 413, 415],
  request: {
    params: NOTEBOOK_ID,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({ text: TEXT, revision: z.int().min(1).max(2 ** 31 - 1) }),
        },
      },
    },
  },
  responses: { 200: json("The notebook as it is now", NOTEBOOK) },
});

const REMOVE = operation({
  method: "delete",
  path: "/api/notebooks/{notebook}",
  operationId: "removeNotebook",
  tags: ["Notebooks"],
  summary: "Deletes a notebook",
  description: "For 30 days its page offers to bring it back.",
  access: "notebooks:write",
  errors: [404],
  request: { params: NOTEBOOK_ID },
  responses: { 204: { description: "It is deleted" } },
});

const CHECK = operation({
  method: "post",
  path: "/api/notebooks/{notebook}/check",
  operationId: "checkNotebook",
  tags: ["Notebooks"],
  summary: "Tells what is wrong with a text, without running or saving it",
  access: "notebooks:read",
  errors: [404, 413, 415],
  request: {
    params: NOTEBOOK_ID,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            text: TEXT.optional().openapi({ description: "The notebook's own where left out" }),
            parameters: PARAMETERS,
          }),
        },
      },
    },
  },
  responses: {
    200: json(
      "Problems, and the columns that cells would give",
      z.strictObject({
        problems: z.array(PROBLEM),
        cells: z.array(z.strictObject({
          name: z.string(),
          kind: z.string(),
          columns: z.array(z.strictObject({ name: z.string(), type: z.string() })).nullable(),
        })),
      }),
    ),
  },
});

/** Adds what lists, reads, writes and checks notebooks. */
export function addNotebooks(api: Api): void {
  api.openapi(LIST, async (c) => {
    const { cursor, limit, ...asked } = c.req.valid("query");
    const after = readCursor(cursor);
    const cards = await c.env.workspace.notebooks.list(asked);
    const start = after === null ? 0 : cards.findIndex(({ id }) => id === after) + 1;
    const page = cards.slice(start, start + limit);
    const isLast = start + limit >= cards.length;
    const next = isLast ? null : page[page.length - 1].id;
    const told = { notebooks: page.map(cardOf), next_cursor: writeCursor(next) };
    return await answerUnlessKnown(c, c.json(told, 200));
  });

  api.openapi(CREATE, async (c) => {
    const { notebooks } = c.env.workspace;
    const { title, text, foreign } = c.req.valid("json");
    const { id } = await notebooks.create({ title, text, imported: foreign });
    c.header("Location", `/api/notebooks/${encodeURIComponent(id)}`);
    return c.json(await readNotebook(notebooks, id), 201);
  });

  api.openapi(READ, async (c) => {
    const { notebook: id } = c.req.valid("param");
    const notebook = await readNotebook(c.env.workspace.notebooks, id);
    return await answerUnlessKnown(c, c.json(notebook, 200));
  });

  api.openapi(WRITE, async (c) => {
    const { notebooks } = c.env.workspace;
    const { notebook: id } = c.req.valid("param");
    const { text, revision } = c.req.valid("json");
    const outcome = await notebooks.write({ id, revision, text, editor: null, parameters: {} });
    if (outcome.type === "saved") return c.json(await readNotebook(notebooks, id), 200);
    throw new AppError(
      "CONFLICT",
      `Cannot save as nobody must have saved since revision ${revision}: ` +
        `current value is ${outcome.view.revision}`,
    );
  });

  api.openapi(REMOVE, async (c) => {
    const { notebook: id } = c.req.valid("param");
    await c.env.workspace.notebooks.source({ id });
    await c.env.workspace.notebooks.remove({ id });
    return c.body(null, 204);
  });

  api.openapi(CHECK, async (c) => {
    const { notebook: id } = c.req.valid("param");
    const { text = null, parameters } = c.req.valid("json");
    const { problems, cells } = await c.env.workspace.notebooks.check({
      id,
      text,
      parameters: givenOf(parameters),
    });
    return c.json({
      problems: problems.map(problemOf),
      cells: cells.map(({ name, kind, schema }) => ({
        name,
        kind,
        columns: schema?.columns.map(({ name, type }) => ({ name, type })) ?? null,
      })),
    }, 200);
  });
}

async function readNotebook(
  notebooks: Notebooks,
  id: string,
) {
  const [view, { text }] = await Promise.all([
    notebooks.open({ id, parameters: {} }),
    notebooks.source({ id }),
  ]);
  return notebookOf(view, text);
}
