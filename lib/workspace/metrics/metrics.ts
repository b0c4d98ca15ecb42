/**
 * Answers what programs ask of events and their days.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Metrics } from "./contract.ts";
import { createSources } from "./sources.ts";

/** What the answers stand on. */
export interface MetricsServices {
  readonly database: Database;
}

/** Makes what answers. */
export function createMetrics({ database }: MetricsServices): Metrics {
  return createSources(database);
}
