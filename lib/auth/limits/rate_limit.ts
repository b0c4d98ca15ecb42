/**
 * How often somebody may do something, counted in the database: it holds over all processes.
 *
 * One statement both decides and counts, so that two at once cannot both take the last one.
 *
 * @module
 */
import { sql } from "kysely";
import { hashSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Taken } from "./allowance.ts";
import { networkOf } from "./network.ts";

/** So many at once; after so long one comes back. */
export interface Rate {
  /** What is limited, such as `sign_in`. */
  readonly name: string;
  readonly size: number;
  readonly refillMilliseconds: number;
}

/** Uses that were let through, and when the first of them was. */
export interface Used {
  readonly uses: number;
  readonly since: number;
}

/** Limits that all processes share. */
export interface RateLimits {
  /**
   * Uses one of what a key, such as an address, has of a rate; where any is left. Whoever has an
   * address of IPv6 has the 64 bits behind it too: these count as one.
   */
  take(rate: Rate, key: string): Promise<Taken>;
  /** Gives one back that turned out to be no use of it. */
  giveBack(rate: Rate, key: string): Promise<void>;
  /**
   * Counts uses of a key that a process has let through since a moment, whether any was left or not;
   * returns when the key will have all of the rate again. Moments are milliseconds since 1970.
   */
  add(rate: Rate, key: string, used: Used): Promise<number>;
  /** Forgets the keys that have all of their rate again, and how many these were. */
  tidy(): Promise<number>;
}

/** Makes limits on a database. */
export function createRateLimits(
  { database, now }: { readonly database: Database; readonly now: () => Date },
): RateLimits {
  return {
    async take({ name, size, refillMilliseconds }, key) {
      const at = now().getTime();
      const hash = hashSecret(`${name}:${networkOf(key)}`);
      const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
      const refill = sql`${refillMilliseconds}::float8 * interval '1 millisecond'`;
      const start = sql`greatest(rate_limits.full_at, ${iso(at)}::timestamptz)`;
      const latest = iso(at + (size - 1) * refillMilliseconds);
      const taken = await database.kysely.insertInto("rate_limits")
        .values({ key: hash, full_at: iso(at + refillMilliseconds) })
        .onConflict((conflict) =>
          conflict.column("key")
            .doUpdateSet({ full_at: sql<string>`${start} + ${refill}` })
            .where(sql<boolean>`${start} <= ${latest}::timestamptz`)
        )
        .returning("key").executeTakeFirst();
      if (taken !== undefined) return { type: "allowed" };
      const row = await database.kysely.selectFrom("rate_limits").select("full_at")
        .where("key", "=", hash).executeTakeFirst();
      const tooLong = row === undefined ? 0 : Date.parse(row.full_at) - Date.parse(latest);
      return { type: "refused", retryAfterSeconds: Math.max(1, Math.ceil(tooLong / 1000)) };
    },

    async giveBack({ name, refillMilliseconds }, key) {
      const refill = sql`${refillMilliseconds}::float8 * interval '1 millisecond'`;
      await database.kysely.updateTable("rate_limits")
        .set({ full_at: sql<string>`full_at - ${refill}` })
        .where("key", "=", hashSecret(`${name}:${networkOf(key)}`)).execute();
    },

    async add({ name, refillMilliseconds }, key, { uses, since }) {
      // Nothing was used in times to come.
      const start = Math.min(since, now().getTime());
      const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
      const added = sql`${uses * refillMilliseconds}::float8 * interval '1 millisecond'`;
      const { full_at } = await database.kysely.insertInto("rate_limits")
        .values({
          key: hashSecret(`${name}:${networkOf(key)}`),
          full_at: iso(start + uses * refillMilliseconds),
        })
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet({
            full_at: sql<string>`greatest(rate_limits.full_at, ${
              iso(start)
            }::timestamptz) + ${added}`,
          })
        )
        .returning("full_at").executeTakeFirstOrThrow();
      return Date.parse(full_at);
    },

    async tidy() {
      const gone = await database.kysely.deleteFrom("rate_limits")
        .where("full_at", "<=", now().toISOString()).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}
