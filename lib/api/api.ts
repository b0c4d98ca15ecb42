/**
 * The interface for programs: one application whose routes, answers and errors are told by the
 * schemas that check them.
 *
 * To add operations, make a folder for the subject, as `metrics/` is one:
 *
 * - its schemas, made with `z` of `@hono/zod-openapi`; those that have a name in the document say
 *   `.openapi("Name")`. Names of fields are `snake_case`.
 * - its operations, each an `operation({ method, path, access, summary, tags, request, responses })`:
 *   `access` is the scope that it takes, or "everyone"; `responses` holds what succeeds, `errors`
 *   the statuses of refusals of its own, beside those that every operation can have. A body of JSON
 *   is read within its limit and told as `c.req.valid("json")`.
 * - its handlers, which ask `c.env.workspace` and answer `c.json(value, 200)`. They throw what
 *   refuses as an `AppError`: `routes/(_shared)/problem.ts` alone knows the statuses.
 * - one line in SUBJECTS below.
 *
 * Paths begin with `/api/`; `routes/api/[...path].ts` brings every request here that no other file
 * answers. What the pages' own scripts ask there is no part of this.
 *
 * @module
 */
import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import { HttpError } from "@/lib/web/define.ts";
import { describe, type OpenApiDocument } from "./document.ts";
import type { Api, ApiBindings } from "./environment.ts";
import { refuseValues, tellRefusal } from "./refusals.ts";
import { addTokens } from "./auth/tokens.ts";
import { addBatches } from "./events/batches.ts";
import { addIngest } from "./events/ingest.ts";
import { addAnomalies } from "./metrics/anomalies.ts";
import { addDays } from "./metrics/days.ts";
import { addForecasts } from "./metrics/forecasts.ts";
import { addSources } from "./metrics/sources.ts";
import { addNotebooks } from "./notebooks/notebooks.ts";
import { addResults } from "./notebooks/results.ts";
import { addRuns } from "./notebooks/runs.ts";
import { addSales } from "./sales/insights.ts";
import { addScheduledRuns } from "./schedules/scheduled_runs.ts";
import { addSchedules } from "./schedules/schedules.ts";

/** What each folder adds, in the order in which the document tells them. */
const SUBJECTS: readonly ((api: Api) => void)[] = [
  addIngest,
  addBatches,
  addTokens,
  addSources,
  addDays,
  addAnomalies,
  addForecasts,
  addNotebooks,
  addRuns,
  addResults,
  addSchedules,
  addScheduledRuns,
  addSales,
];

/** Answers programs. */
export interface ProgramApi {
  /** Answers a request. @throws AppError, HttpError as the error pages tell them */
  fetch(request: Request, bindings: ApiBindings): Promise<Response>;
  /** Describes every operation, as OpenAPI 3.1. */
  document(): OpenApiDocument;
}

/** Puts the operations together. */
export function createApi(): ProgramApi {
  const api: Api = new OpenAPIHono({
    defaultHook: async (checked, { req }) => {
      if (checked.success) return;
      const sent = await sentAs(checked.target, req);
      const parameters = parametersAt(api, req.method, req.routePath);
      refuseValues(checked.error, { sent, target: checked.target, parameters });
    },
  });
  api.onError(tellRefusal);
  for (const add of SUBJECTS) add(api);
  const refuse = (path: string): never => {
    const allowed = methodsAt(api, path);
    throw allowed.length === 0 ? new HttpError(404) : new HttpError(405, undefined, { allowed });
  };
  api.notFound(({ req }) => refuse(req.path));
  let document: OpenApiDocument | null = null;
  return {
    async fetch(request, bindings) {
      // Hono finds routes by properties of an object: a method may be called like what all have.
      if (request.method in {}) return refuse(new URL(request.url).pathname);
      return await api.fetch(request, bindings);
    },
    document: () => document ??= describe(api),
  };
}

/** What of a request was checked, as it came. */
function sentAs(target: string, req: HonoRequest): unknown {
  if (target === "json") return req.json();
  return target === "param" ? req.param() : req.query();
}

/** The names that the operation of this method and routing path takes in its address. */
function parametersAt({ openAPIRegistry }: Api, method: string, path: string): readonly string[] {
  return openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== "route" || definition.route.method !== method.toLowerCase()) return [];
    const { path: pattern, request } = definition.route;
    if (pattern.replaceAll(/\{(\w+)\}/g, ":$1") !== path) return [];
    return request?.query instanceof z.ZodObject ? Object.keys(request.query.shape) : [];
  });
}

/** The methods that operations at this path have; none where there is no such path. */
function methodsAt({ openAPIRegistry }: Api, path: string): readonly string[] {
  const methods = openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== "route") return [];
    const pattern = definition.route.path.replaceAll(/\{\w+\}/g, "[^/]+");
    const found = new RegExp(`^${pattern}/?$`).test(path);
    return found ? [definition.route.method.toUpperCase()] : [];
  });
  const reads = methods.includes("GET") ? ["HEAD"] : [];
  return methods.length === 0 ? [] : [...new Set([...methods, ...reads])];
}
