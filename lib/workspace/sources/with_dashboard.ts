/**
 * Makes the dashboard when the first events have come.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Log } from "@/lib/log.ts";
import type { Events, Ingested } from "@/lib/workspace/events/contract.ts";
import { prepareDashboard } from "./dashboard.ts";

/** Returns events that are taken in as before; the dashboard is there when the first are answered. */
export function withDashboard<Taken extends Events>(
  events: Taken,
  { database, log }: { readonly database: Database; readonly log: Log },
): Taken {
  let isMade = false;
  const prepare = async () => {
    try {
      await prepareDashboard(database);
      isMade = true;
    } catch (error) {
      log.error("dashboard.error", { error });
    }
  };
  const then = async (taking: Promise<Ingested>): Promise<Ingested> => {
    const ingested = await taking;
    if (!isMade && ingested.inserted > 0) await prepare();
    return ingested;
  };
  return {
    ...events,
    ingest: (asked, bytes) => then(events.ingest(asked, bytes)),
    correct: (asked, bytes) => then(events.correct(asked, bytes)),
    replay: (asked) => then(events.replay(asked)),
  };
}
