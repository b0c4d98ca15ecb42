/**
 * A database that is busy with something that locks the sessions.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";

/**
 * Lets nobody read sessions, or nobody write them, for as long as is wanted; returns what ends it. The
 * embedded database answers nobody else at all.
 */
export async function holdSessions(
  database: Database,
  mode: "access exclusive" | "share" = "access exclusive",
): Promise<() => Promise<void>> {
  const begun = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  const busy = database.transaction(async (held) => {
    await held.query(`lock table sessions in ${mode} mode`);
    begun.resolve();
    await free.promise;
  });
  await begun.promise;
  return () => {
    free.resolve();
    return busy;
  };
}
