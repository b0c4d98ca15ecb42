/**
 * Opens the database that the settings name.
 *
 * @module
 */
import type { Database, DatabasePlace } from "./database.ts";
import { openEmbedded } from "./embedded/backend.ts";
import { Limit } from "./limit.ts";
import { migrate } from "./migrate.ts";
import { type DatabaseLimits, PooledDatabase } from "./pooled_database.ts";
import { openServer } from "./server/backend.ts";
import { startDatabase, type StartedDatabase } from "./start.ts";

/**
 * Opens the database, started or not, and applies the migrations that it lacks.
 *
 * @throws AppError DATABASE_BUSY, DATABASE_NEWER, DATABASE_ERROR, NO_RIGHTS, DISK_FULL,
 * BAD_SETTING, or CANCELLED when the signal aborts meanwhile.
 */
export async function openDatabase(
  place: DatabasePlace | StartedDatabase,
  options: { readonly signal?: AbortSignal } & DatabaseLimits = {},
): Promise<Database> {
  const { signal, ...limits } = options;
  using limit = new Limit({ signal });
  const started = "type" in place ? place : startDatabase(place);
  const backend = started.type === "server"
    ? openServer(started.place)
    : await openEmbedded(started.embedded);
  const database = new PooledDatabase(backend, limits);
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
  limits: DatabaseLimits = {},
): Database {
  return new PooledDatabase(openServer(place), limits);
}
