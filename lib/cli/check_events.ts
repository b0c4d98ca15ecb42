/**
 * The sources of events that `deno task check` knows: the database is opened where a cell names one.
 *
 * @module
 */
import { join } from "node:path";
import type { Config } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError, type Problem } from "@/lib/errors.ts";
import { createEventSources, NO_EVENTS, takenEvents } from "@/lib/notebook/sources/events.ts";
import type { EventSources } from "@/lib/steps/sources.ts";
import { openMigrated } from "./workspace.ts";

/** Sources that close what was opened for them. */
export interface CheckedEvents extends AsyncDisposable {
  readonly events: EventSources;
  /** What could not be looked up. */
  readonly problems: readonly Problem[];
}

/** Makes them; nothing is opened yet. */
export function checkEvents(config: Config, signal: AbortSignal): CheckedEvents {
  let opened: Promise<Database | null> | null = null;
  const problems: Problem[] = [];
  const open = () => opened ??= openIfThere(config, signal);
  return {
    problems,
    events: {
      known: () => NO_EVENTS.known(),
      async find(asked) {
        try {
          const database = await open();
          const sources = database === null
            ? NO_EVENTS
            : createEventSources(() => Promise.resolve(database));
          return await sources.find(asked);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== "DATABASE_BUSY") throw error;
          problems.push(warnBusy(asked.sources));
          return takenEvents(asked, "unknown");
        }
      },
    },
    async [Symbol.asyncDispose]() {
      await (await opened?.catch(() => null))?.close();
    },
  };
}

/** Returns `null` where there is no embedded database yet: none is made to be looked into. */
async function openIfThere(config: Config, signal: AbortSignal): Promise<Database | null> {
  const { database } = config;
  if (database.type === "embedded") {
    const isThere = await Deno.stat(join(database.dataDirectory, "database"))
      .then(() => true, () => false);
    if (!isThere) return null;
  }
  return await openMigrated(config, signal);
}

function warnBusy(sources: readonly string[] | "all"): Problem {
  const names = sources === "all" ? "all" : sources.join(", ");
  return {
    severity: "warning",
    code: "DATABASE_BUSY",
    message: "Cannot look up a source of events while another process has the database: " +
      `current value is "${names}"`,
    place: {},
    remedy: "Check again when that has ended",
  };
}
