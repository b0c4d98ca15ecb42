/**
 * Answers what the page of sources asks.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import type { Sources } from "./contract.ts";
import { readDashboard } from "./dashboard.ts";
import { readSources } from "./read_sources.ts";

/** Makes what answers. */
export function createSources({ database }: { readonly database: Database }): Sources {
  return {
    view: () => readSources(database),
    setZone: ({ source, zone }) => setZone(database, source, zone),
    dashboard: ({ source }) => readDashboard(database, source),
  };
}
