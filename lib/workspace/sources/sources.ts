/**
 * Answers what the page of sources asks.
 *
 * @module
 */
import type { Audit } from "@/lib/auth/audit.ts";
import type { Database } from "@/lib/db/database.ts";
import { removeSource, restoreSource } from "@/lib/ingest/events/removed_sources.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { nameOf } from "@/lib/workspace/accounts/services.ts";
import type { Sources } from "./contract.ts";
import { readDashboard } from "./dashboard.ts";
import { readSources } from "./read_sources.ts";

/** What sources work with. */
export interface SourceServices {
  readonly database: Database;
  readonly audit: Pick<Audit, "note">;
  readonly now?: () => Date;
}

/** Makes what answers. */
export function createSources(
  { database, audit, now = () => new Date() }: SourceServices,
): Sources {
  const note = (
    event: "source_removed" | "source_restored",
    { by, ...told }: { readonly by: Asker; readonly source: string; readonly events?: number },
  ) => {
    const account = by.type === "account" ? by.id : null;
    return audit.note({ event, account, address: null, details: { ...told, by: nameOf(by) } });
  };
  return {
    view: () => readSources(database),
    setZone: ({ source, zone }) => setZone(database, source, zone),
    dashboard: ({ source }) => readDashboard(database, source),

    async remove({ id, by }) {
      const removed = await removeSource(database, { id, at: now() });
      await note("source_removed", { source: removed.name, events: removed.events, by });
      return removed;
    },

    async restore({ id, by }) {
      const source = await restoreSource(database, id);
      await note("source_restored", { source, by });
      return source;
    },
  };
}
