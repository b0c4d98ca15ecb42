/**
 * Refusals as the document tells them.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";

/** What `routes/(_shared)/problem.ts` answers with. */
export const PROBLEM = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().openapi({ description: "What was refused, by which rule, and what was sent" }),
  code: z.string().regex(/^[A-Z_]+$/).openapi({ description: "Stable, for programs" }),
  errors: z.array(z.strictObject({
    path: z.string().nullable().openapi({ description: "The parameter, field or cell" }),
    line: z.int().nullable().openapi({ description: "From 1, where what was sent has lines" }),
    message: z.string(),
    remedy: z.string().nullable().openapi({ description: "What to do about it" }),
  })),
  request_id: z.string().openapi({ description: "Names the request in the log" }),
}).openapi("Problem");

/** What a status means here. */
const MEANINGS = {
  400: "What was sent cannot be read",
  401: "Nobody is signed in, or the key or token is not known",
  403: "Whoever asks may not do this",
  404: "There is nothing of this name",
  408: "What was sent came too slowly",
  409: "It was changed meanwhile, or stopped",
  413: "What was sent is too large",
  415: "This media type is not taken",
  422: "A parameter or a value is wrong",
  429: "Too often; Retry-After tells when to try again",
  500: "A bug, which is in the log by the request's id",
  502: "A service outside failed",
  503: "Not now; try again",
  504: "It took too long",
  507: "There is no room: the disk is full, or what may be kept is",
} as const;

/** A status of a refusal. */
export type ProblemStatus = keyof typeof MEANINGS;

/** Returns a refusal as an operation's response. */
function responseOf(description: string) {
  return { description, content: { "application/problem+json": { schema: PROBLEM } } };
}

/** The response of each status. */
export const PROBLEM_RESPONSES = Object.fromEntries(
  Object.entries(MEANINGS).map(([status, meaning]) => [status, responseOf(meaning)]),
) as Readonly<Record<ProblemStatus, ReturnType<typeof responseOf>>>; // by the keys of MEANINGS
