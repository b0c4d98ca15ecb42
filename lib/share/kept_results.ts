/**
 * Results that must stay for as long as a holder, such as a frozen link, shows them.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";

/**
 * Keeps results from eviction; belongs into the transaction that makes the holder.
 * @throws AppError NOT_FOUND where one of them is gone already.
 */
export async function keepResults(
  session: Session,
  { holder, keys }: { readonly holder: string; readonly keys: readonly string[] },
): Promise<void> {
  const wanted = [...new Set(keys)];
  if (wanted.length === 0) return;
  await session.kysely.insertInto("kept_results")
    .values(wanted.map((key) => ({ key, holder })))
    .onConflict((conflict) => conflict.doNothing()).execute();
  const found = await session.kysely.selectFrom("results").select("key")
    .where("key", "in", wanted)
    // Eviction leaves what is locked.
    .forShare().execute();
  if (found.length === wanted.length) return;
  throw new AppError(
    "NOT_FOUND",
    "Cannot keep results that are gone: " +
      `current value is ${found.length} of ${wanted.length} results`,
  );
}

/** Lets go of what these holders keep. */
export async function releaseResults(session: Session, holders: readonly string[]): Promise<void> {
  if (holders.length === 0) return;
  await session.kysely.deleteFrom("kept_results").where("holder", "in", holders).execute();
}
