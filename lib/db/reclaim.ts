/**
 * Gives back the space of rows that nobody can see any more.
 *
 * A server does so by itself (autovacuum). The embedded database has no process for it: each run
 * replaces results, and makes and drops their tables, so that its own tables would grow for ever.
 * After some hundred runs pg_attribute had fifteen times its size.
 *
 * @module
 */
import type { Database } from "./database.ts";

/** Smaller tables, of eight pages, are read whole in no time. */
const LEAST_BYTES = 64 * 1024;

/** Tables of Daybook's own and of Postgres, the largest first; results are written once and dropped. */
const TABLES = `select format('%I.%I', nspname, relname) as name
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where relkind = 'r' and nspname in ('daybook', 'pg_catalog') and pg_relation_size(pg_class.oid) > $1
  order by pg_relation_size(pg_class.oid) desc`;

/**
 * Vacuums the embedded database's tables one after the other, each in a short statement; nothing
 * on a server. The signal ends it between two of them. @throws as `Session`
 */
export async function reclaimSpace(database: Database, signal: AbortSignal): Promise<void> {
  if (database.kind === "server") return;
  for (const { name } of await database.query<{ name: string }>(TABLES, [LEAST_BYTES])) {
    if (signal.aborted) return;
    await database.query(`vacuum ${name}`, [], { background: true });
  }
}
