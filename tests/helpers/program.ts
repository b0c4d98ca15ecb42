/**
 * A program that asks the API, answered in this process as a signed-in owner is.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createMetrics } from "@/lib/workspace/metrics/metrics.ts";
import type { FetchPage } from "./site.ts";
import { openSignedPages } from "./signed_pages.ts";

/** Asks by all routes that programs have, over the parts of a workspace that it is given. */
export function openProgram(workspace: Partial<Workspace>): Promise<FetchPage> {
  return openSignedPages(workspace, ["routes/api/[...path].ts"]);
}

/** Asks what is answered from a database alone. */
export function openMetricsProgram(database: Database): Promise<FetchPage> {
  return openProgram({ metrics: createMetrics({ database }) });
}
