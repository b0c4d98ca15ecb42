/**
 * Opens the database that the settings name.
 *
 * @module
 */
import type { Database, DatabasePlace } from "./database.ts";
import { openEmbedded } from "./embedded/backend.ts";
import { Limit } from "./limit.ts";
import { migrate } from "./migrate.ts";
import { PooledDatabase } from "./pooled_database.ts";
import { openServer } from "./server/backend.ts";

/**
 * Opens the database and applies the migrations that it lacks.
 *
 * @throws AppError DATABASE_BUSY, DATABASE_NEWER, DATABASE_ERROR, NO_RIGHTS, DISK_FULL,
 * BAD_SETTING, or CANCELLED when the signal aborts meanwhile.
 */
export async function openDatabase(
  place: DatabasePlace,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Database> {
  using limit = new Limit(options);
  const backend = "url" in place ? openServer(place) : await openEmbedded(place.dataDirectory);
  const database = new PooledDatabase(backend);
  try {
    await migrate(database);
    limit.signal.throwIfAborted();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * Opens somebody else's database on a server to read from it: no migration is applied.
 * Close it like any other.
 */
export function openConnection(
  place: Extract<DatabasePlace, { readonly url: string }>,
): Database {
  return new PooledDatabase(openServer(place));
}
