/**
 * A program that asks the API, answered in this process as a signed-in owner is.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createMetrics, type MetricsServices } from "@/lib/workspace/metrics/metrics.ts";
import type { SessionView } from "@/lib/workspace/owner/contract.ts";
import { describedBy } from "./described.ts";
import type { FetchPage } from "./site.ts";
import { openSignedPages } from "./signed_pages.ts";

/** A test that computes without saying so fails. */
const NO_COMPUTE = {} as MetricsServices["compute"];

/**
 * Asks by all routes that programs have, over the parts of a workspace that it is given. What is not as
 * the document tells fails the test.
 */
export async function openProgram(
  workspace: Partial<Workspace>,
  session?: SessionView,
): Promise<FetchPage> {
  const files = ["routes/api/[...path].ts"];
  return describedBy(await openSignedPages(workspace, files, undefined, session));
}

/** Asks what is answered from a database, and by computing children where a test gives them. */
export function openMetricsProgram(
  database: Database,
  { compute = NO_COMPUTE, now }: Partial<MetricsServices> = {},
): Promise<FetchPage> {
  return openProgram({ metrics: createMetrics({ database, compute, now }) });
}
