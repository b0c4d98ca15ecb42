/**
 * Forgets what was received long ago: the rows that tell of it, then its sealed files.
 *
 * Several processes may serve one database, with folders of their own or the same. One at a time takes
 * rows out. Each then removes those of its files that were written before and that no row names any
 * more: so what another process forgot goes from here as well, and nothing that has just come.
 *
 * Cost: O(what is forgotten), and a look at each file's time.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { SealedFiles } from "./sealed_files.ts";

/** How much was forgotten. */
export interface Forgotten {
  readonly batches: number;
  readonly files: number;
}

interface Before {
  readonly before: Date;
  readonly signal: AbortSignal;
}

/** So many are forgotten at a time, so that nobody waits for long. */
const MOST_AT_ONCE = 1000;

/**
 * Takes out batches that were received before a moment, and what was rejected of them; not those that are
 * being stored. Returns how many; none where another process does it just now.
 */
export async function forgetBatches(
  database: Database,
  { before, signal }: Before,
): Promise<number> {
  for (let forgotten = 0;;) {
    const count = await database.transaction(async (session) => {
      const [{ mine }] = await session.query<{ mine: boolean }>(LOCK);
      if (!mine) return 0;
      const [{ count }] = await session.query<{ count: number }>(FORGET, [before.toISOString()]);
      return count;
    }, { signal });
    forgotten += count;
    if (count < MOST_AT_ONCE) return forgotten;
  }
}

/** Removes files that were written before a moment and that no batch names; returns how many. */
export async function removeForgotten(
  database: Database,
  { files, before, signal }: Before & { readonly files: SealedFiles },
): Promise<number> {
  let removed = 0;
  const old: string[] = [];
  const removeOld = async () => {
    signal.throwIfAborted();
    for (const { digest } of await database.query<{ digest: string }>(UNNAMED, [old])) {
      await files.remove(digest);
      removed++;
    }
    old.length = 0;
  };
  for await (const digest of files.writtenBefore(before)) {
    old.push(digest);
    if (old.length === MOST_AT_ONCE) await removeOld();
  }
  if (old.length > 0) await removeOld();
  return removed;
}

/** Whoever has it is the one process that forgets, until its transaction ends. */
export const LOCK =
  "select pg_try_advisory_xact_lock(hashtextextended('daybook.forget_received', 0)) as mine";

const FORGET = `
with old as (
  delete from daybook.event_batches where id in (
    select id from daybook.event_batches
    where received_at < $1 and state <> 'storing'
    order by received_at, id limit ${MOST_AT_ONCE}
  )
  returning id
), rejected as (
  delete from daybook.event_rejected where batch in (select id from old)
)
select count(*) as count from old`;

const UNNAMED = `
select digest from unnest($1::text[]) as old (digest)
where not exists (
  select from daybook.event_batches as batch where batch.digest = old.digest
)`;
