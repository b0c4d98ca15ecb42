/**
 * A notebook as a function: run with parameters, followed and cancelled.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import { LIST_QUERY, NEXT_CURSOR, readCursor, writeCursor } from "@/lib/api/cursor.ts";
import type { Api } from "@/lib/api/environment.ts";
import { answerUnlessKnown, NOT_MODIFIED } from "@/lib/api/etag.ts";
import { answerEvents } from "@/lib/api/event_stream.ts";
import { operation } from "@/lib/api/operation.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import { requireParameters } from "@/lib/workspace/notebooks/require_parameters.ts";
import type { RunEvent, RunView } from "@/lib/workspace/notebooks/run_view.ts";
import { readResults } from "./results.ts";
import {
  cellEventOf,
  givenOf,
  NOTEBOOK_ID,
  PARAMETERS,
  RESULTS,
  RUN,
  RUN_EVENT,
  RUN_ID,
  runOf,
} from "./schemas.ts";

const START = operation({
  method: "post",
  path: "/api/notebooks/{notebook}/runs",
  operationId: "runNotebook",
  tags: ["Runs"],
  summary: "Runs a notebook with parameters",
  description:
    "Answers when the run has begun; with `wait`, when it has ended, with all that the " +
    "notebook shows then. Who waits and leaves stops the run.",
  access: "notebooks:run",
  slow: true,
  errors: [404, 409, 413, 415],
  request: {
    params: NOTEBOOK_ID,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            parameters: PARAMETERS,
            cells: z.enum(["all", "stale"]).default("all").openapi({
              description: "Stale cells alone, or all; what is known is not computed again",
            }),
            cell: z.string().optional().openapi({
              description: "This cell and what it needs, instead",
            }),
            wait: z.boolean().default(false),
          }),
        },
      },
    },
  },
  responses: {
    200: json(
      "The run that has ended, and what the notebook shows",
      z.strictObject({ run: RUN, results: RESULTS }),
    ),
    202: json("The run that has begun", z.strictObject({ run: RUN })),
  },
});

const LIST = operation({
  method: "get",
  path: "/api/notebooks/{notebook}/runs",
  operationId: "listRuns",
  tags: ["Runs"],
  summary: "Lists the runs of a notebook",
  access: "notebooks:read",
  errors: [404],
  request: { params: NOTEBOOK_ID, query: z.strictObject(LIST_QUERY) },
  responses: {
    ...NOT_MODIFIED,
    200: json(
      "The runs that are kept, the newest first",
      z.strictObject({ runs: z.array(RUN), next_cursor: NEXT_CURSOR }),
    ),
  },
});

const READ = operation({
  method: "get",
  path: "/api/notebooks/{notebook}/runs/{run}",
  operationId: "readRun",
  tags: ["Runs"],
  summary: "Reads a run",
  access: "notebooks:read",
  errors: [404],
  request: { params: RUN_ID },
  responses: { ...NOT_MODIFIED, 200: json("The run", RUN) },
});

const FOLLOW = operation({
  method: "get",
  path: "/api/notebooks/{notebook}/runs/{run}/events",
  operationId: "followRun",
  tags: ["Runs"],
  summary: "Tells how a run goes on, until it has ended",
  description: "Server-sent events; the data of each is a RunEvent. The last one is `ended`.",
  access: "notebooks:read",
  errors: [404],
  request: { params: RUN_ID },
  responses: {
    200: { description: "Events", content: { "text/event-stream": { schema: RUN_EVENT } } },
  },
});

const CANCEL = operation({
  method: "post",
  path: "/api/notebooks/{notebook}/runs/{run}/cancel",
  operationId: "cancelRun",
  tags: ["Runs"],
  summary: "Stops a run",
  description: "Answers when it has stopped. Stopping one that has ended does nothing.",
  access: "notebooks:run",
  slow: true,
  errors: [404],
  request: { params: RUN_ID },
  responses: { 200: json("The run", RUN) },
});

/** Adds what runs notebooks. */
export function addRuns(api: Api): void {
  api.openapi(START, async (c) => {
    const { notebooks } = c.env.workspace;
    const { notebook: id } = c.req.valid("param");
    const { cells, cell, wait, parameters: given } = c.req.valid("json");
    const parameters = givenOf(given);
    const what = cell === undefined
      ? { type: cells }
      : { type: "cell", cell, below: false } as const;
    await requireParameters(notebooks, { id, parameters });
    const { run } = await notebooks.run({ id, what, parameters });
    const path = `/api/notebooks/${encodeURIComponent(id)}/runs/${run}`;
    if (!wait) {
      c.header("Location", path);
      return c.json({ run: runOf(id, await notebooks.readRun({ id, run })) }, 202);
    }
    const ended = await awaitRun(notebooks, { id, run, signal: c.env.signal });
    const results = await readResults(notebooks, { id, parameters });
    return c.json({ run: runOf(id, ended), results }, 200);
  });

  api.openapi(LIST, async (c) => {
    const { notebook: id } = c.req.valid("param");
    const { limit, cursor } = c.req.valid("query");
    const asked = { id, limit, after: readCursor(cursor) };
    const { items, next } = await c.env.workspace.notebooks.runs(asked);
    const runs = items.map((run) => runOf(id, run));
    const page = { runs, next_cursor: writeCursor(next) };
    return await answerUnlessKnown(c, c.json(page, 200));
  });

  api.openapi(READ, async (c) => {
    const { notebook: id, run } = c.req.valid("param");
    const found = runOf(id, await c.env.workspace.notebooks.readRun({ id, run }));
    return await answerUnlessKnown(c, c.json(found, 200));
  });

  api.openapi(FOLLOW, async (c) => {
    const { notebook: id, run } = c.req.valid("param");
    const { notebooks } = c.env.workspace;
    await notebooks.readRun({ id, run });
    return answerEvents(notebooks.followRun({ id, run }), (event) => tellEvent(id, event));
  });

  api.openapi(CANCEL, async (c) => {
    const { notebook: id, run } = c.req.valid("param");
    const { notebooks } = c.env.workspace;
    await notebooks.readRun({ id, run });
    await notebooks.cancel({ id, run });
    return c.json(runOf(id, await notebooks.readRun({ id, run })), 200);
  });
}

function tellEvent(id: string, event: RunEvent): z.output<typeof RUN_EVENT> {
  switch (event.type) {
    case "cell":
      return cellEventOf(event.cell, event.status);
    case "ended":
      return { type: "ended", run: runOf(id, event.run) };
  }
}

/** Waits until a run has ended; where whoever asked leaves, it is stopped. */
async function awaitRun(
  notebooks: Notebooks,
  { id, run, signal }: {
    readonly id: string;
    readonly run: string;
    readonly signal: AbortSignal;
  },
): Promise<RunView> {
  const stop = () => void notebooks.cancel({ id, run }).catch(() => {});
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const event of notebooks.followRun({ id, run })) {
      if (event.type === "ended") return event.run;
    }
    return await notebooks.readRun({ id, run });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
