/**
 * Begins to open a database before what opens it is imported.
 *
 * @module
 */
import type { DatabasePlace } from "./database.ts";
import { type StartedEmbedded, startEmbedded, type StartOptions } from "./embedded/start.ts";

/** A database that `openDatabase` goes on to open. */
export type StartedDatabase =
  | { readonly type: "server"; readonly place: Extract<DatabasePlace, { readonly url: string }> }
  | { readonly type: "embedded"; readonly embedded: Promise<StartedEmbedded> };

/** Starts the process of an embedded database; a server runs already. */
export function startDatabase(place: DatabasePlace, options?: StartOptions): StartedDatabase {
  if ("url" in place) return { type: "server", place };
  const embedded = startEmbedded(place.dataDirectory, options);
  // Whoever opens it is told.
  embedded.catch(() => {});
  return { type: "embedded", embedded };
}
