/**
 * What a notebook shows for parameters.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import type { Api } from "@/lib/api/environment.ts";
import { operation } from "@/lib/api/operation.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";
import { requireParameters } from "@/lib/workspace/notebooks/require_parameters.ts";
import { givenOf, NOTEBOOK_ID, PARAMETERS, RESULTS } from "./schemas.ts";

/** A notebook, and values of its parameters. */
interface Asked {
  readonly id: string;
  readonly parameters: GivenParameters;
}

const SHOWN = operation({
  method: "post",
  path: "/api/notebooks/{notebook}/results",
  operationId: "readResults",
  tags: ["Runs"],
  summary: "Gives what a notebook shows for parameters",
  description: "Nothing is run for it: cells that have not run for these parameters wait.",
  access: "notebooks:read",
  errors: [404, 413, 415],
  request: {
    params: NOTEBOOK_ID,
    body: {
      required: true,
      content: {
        "application/json": { schema: z.strictObject({ parameters: PARAMETERS }) },
      },
    },
  },
  responses: { 200: json("What it shows", RESULTS) },
});

/** Adds what gives results. */
export function addResults(api: Api): void {
  api.openapi(SHOWN, async (c) => {
    const { notebook: id } = c.req.valid("param");
    const { notebooks } = c.env.workspace;
    const parameters = givenOf(c.req.valid("json").parameters);
    await requireParameters(notebooks, { id, parameters });
    return c.json(await readResults(notebooks, { id, parameters }), 200);
  });
}

/** Returns what a notebook shows, without running anything. */
export async function readResults(
  notebooks: Notebooks,
  { id, parameters }: Asked,
): Promise<z.output<typeof RESULTS>> {
  const bytes = notebooks.export({ id, parameters, format: "json" });
  // The engine wrote it.
  return JSON.parse(await new Response(ReadableStream.from(bytes)).text());
}
