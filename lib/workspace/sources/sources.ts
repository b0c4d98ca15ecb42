/**
 * Answers what the page of sources asks.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { csvHeader, csvLines, REJECTED_COLUMNS } from "@/lib/frame/csv.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import type { Sources } from "./contract.ts";
import { readDashboard } from "./dashboard.ts";
import { readSources } from "./read_sources.ts";

const ROWS_A_PAGE = 5000;

/** Makes what answers. */
export function createSources({ database }: { readonly database: Database }): Sources {
  return {
    view: () => readSources(database),
    rejected: ({ batch }) => rejectedCsv(database, batch),
    setZone: ({ source, zone }) => setZone(database, source, zone),
    dashboard: ({ source }) => readDashboard(database, source),
  };
}

/** A page at a time, so that nobody waits for whoever reads them. */
async function* rejectedCsv(
  database: Database,
  batch: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  yield encoder.encode(csvHeader(REJECTED_COLUMNS));
  for (let offset = 0;; offset += ROWS_A_PAGE) {
    const page = await database.columns(
      `select line, column_name, value, reason from daybook.event_rejected where batch = $1
       order by line, column_name collate "C" nulls first, reason collate "C"
       limit ${ROWS_A_PAGE} offset ${offset}`,
      [batch],
    );
    if (page.length > 0) yield encoder.encode(csvLines(page));
    if (page.length < ROWS_A_PAGE) return;
  }
}
