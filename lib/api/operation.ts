/**
 * What an operation says of itself, and what every one has without saying it.
 *
 * @module
 */
import { createRoute, type RouteConfig, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Access, ApiEnvironment } from "./environment.ts";
import { MOST_OPEN_BYTES, readJsonBody } from "./json_body.ts";
import { PROBLEM_RESPONSES, type ProblemStatus } from "./problem_schema.ts";

/** An operation as its subject writes it. */
export interface OperationConfig extends Omit<RouteConfig, "tags"> {
  readonly tags: readonly string[];
  readonly access: Access;
  /** Known to take long until its answer begins. */
  readonly slow?: true;
  /** Statuses of refusals of its own, beside those of every operation. */
  readonly errors?: readonly ProblemStatus[];
}

/** What may go wrong with any operation. */
const ALWAYS: readonly ProblemStatus[] = [400, 403, 408, 422, 429, 500, 503];

/** How whoever asks can show who they are. */
const SIGNED_IN = [{ bearer: [] }, { apiKey: [] }, { session: [] }];

type Operation<Config extends OperationConfig> =
  & Omit<Config, "access" | "slow" | "errors" | "middleware" | "tags">
  & { readonly tags: string[] };

/** Makes a route of an operation: with its refusals, and with a check of its access. */
export function operation<Path extends string, const Config extends OperationConfig>(
  { access, slow, errors = [], ...config }: Config & { readonly path: Path },
): Operation<Config> & { readonly path: Path } {
  const isOpen = access === "everyone";
  const refusals = [...ALWAYS, ...(isOpen ? [] : [401] as const), ...errors];
  const guard: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
    c.env.answers?.(config.path);
    if (slow) c.env.takesLong?.();
    c.env.authorize(access);
    await next();
  };
  // A body that no schema of ours checks is read by its handler, as it comes.
  const body = config.request?.body?.content["application/json"];
  const takesJson = body !== undefined && "schema" in body && body.schema instanceof z.ZodType;
  const route = createRoute({
    ...config,
    tags: [...config.tags],
    middleware: takesJson ? [guard, readJsonBody(isOpen ? MOST_OPEN_BYTES : undefined)] : [guard],
    security: isOpen ? [] : SIGNED_IN,
    "x-access": access,
    responses: {
      ...config.responses,
      ...Object.fromEntries(refusals.map((status) => [status, PROBLEM_RESPONSES[status]])),
    },
  });
  // Refusals are thrown, so handlers' types need none of what was added.
  return route as unknown as Operation<Config> & { readonly path: Path };
}
