/**
 * Locks what was tried too often, such as the password of an address; for all processes.
 *
 * A try counts as failed from its beginning, and is forgotten when it succeeds: of a hundred at once
 * no more are let through than of a hundred in a row. Whether an address has an account makes no
 * difference, so that being locked does not tell.
 *
 * @module
 */
import { type RawBuilder, sql } from "kysely";
import { hashSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Taken } from "./allowance.ts";

/** So many tries are free; the last of them locks, and each later one locks for twice as long. */
const FREE_TRIES = 10;
const FIRST_LOCK_MILLISECONDS = 60_000;

/** No lock is longer: else who knows an address could keep its owner out for good. */
const MOST_LOCK_MILLISECONDS = 60 * 60_000;

/** Tries are forgotten when there were none for so long. */
const MEMORY_MILLISECONDS = 24 * 60 * 60_000;

/** Tries that all processes count together. */
export interface Lockout {
  /** Begins a try of a key, such as an address; it counts unless `succeed` follows. */
  begin(key: string): Promise<Taken>;
  /** Forgets the tries of a key. */
  succeed(key: string): Promise<void>;
  /** Forgets what is old, and how much that was. */
  tidy(): Promise<number>;
}

/** Makes a lock-out on a database. */
export function createLockout(
  { database, now }: { readonly database: Database; readonly now: () => Date },
): Lockout {
  const ago = () => new Date(now().getTime() - MEMORY_MILLISECONDS).toISOString();

  return {
    async begin(key) {
      const at = now().toISOString();
      const hash = hashSecret(key);
      const moment = sql`${at}::timestamptz`;
      const tries = sql<number>`case when lockouts.tried_at <= ${ago()}::timestamptz
        then 1 else lockouts.tries + 1 end`;
      const counted = await database.kysely.insertInto("lockouts")
        .values({ key: hash, tries: 1, tried_at: at, locked_until: null })
        .onConflict((conflict) =>
          conflict.column("key")
            .doUpdateSet({
              tries,
              tried_at: at,
              locked_until: sql<string | null>`case when ${tries} >= ${FREE_TRIES}::int4
                then ${moment} + ${lockOf(tries)} end`,
            })
            .where(sql<boolean>`coalesce(lockouts.locked_until, '-infinity') <= ${moment}`)
        )
        .returning("key").executeTakeFirst();
      if (counted !== undefined) return { type: "allowed" };
      const row = await database.kysely.selectFrom("lockouts").select("locked_until")
        .where("key", "=", hash).executeTakeFirst();
      const left = Date.parse(row?.locked_until ?? at) - Date.parse(at);
      return { type: "refused", retryAfterSeconds: Math.max(1, Math.ceil(left / 1000)) };
    },

    async succeed(key) {
      await database.kysely.deleteFrom("lockouts").where("key", "=", hashSecret(key)).execute();
    },

    async tidy() {
      const gone = await database.kysely.deleteFrom("lockouts")
        .where("tried_at", "<=", ago()).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

/** How long so many tries lock: 1, 2, 4, … minutes. */
function lockOf(tries: RawBuilder<number>): RawBuilder<unknown> {
  return sql`least(${MOST_LOCK_MILLISECONDS}::float8,
    ${FIRST_LOCK_MILLISECONDS}::float8 * power(2, least(${tries} - ${FREE_TRIES}::int4, 20)))
    * interval '1 millisecond'`;
}
