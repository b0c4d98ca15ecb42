/**
 * How often somebody may do something, counted in the database: it holds over all processes.
 *
 * One statement both decides and counts, so that two at once cannot both take the last one.
 *
 * @module
 */
import { isIPv6 } from "node:net";
import { sql } from "kysely";
import { hashSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Taken } from "./allowance.ts";

/** So many at once; after so long one comes back. */
export interface Rate {
  /** What is limited, such as `sign_in`. */
  readonly name: string;
  readonly size: number;
  readonly refillMilliseconds: number;
}

/** Limits that all processes share. */
export interface RateLimits {
  /**
   * Uses one of what a key, such as an address, has of a rate; where any is left. Whoever has an
   * address of IPv6 has the 64 bits behind it too: these count as one.
   */
  take(rate: Rate, key: string): Promise<Taken>;
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

    async tidy() {
      const gone = await database.kysely.deleteFrom("rate_limits")
        .where("full_at", "<=", now().toISOString()).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

/** Returns the first 64 bits of an address of IPv6, and every other key as it is. */
function networkOf(key: string): string {
  if (!isIPv6(key) || key.includes(".")) return key;
  const [before, after = ""] = key.split("::");
  const [front, back] = [before, after].map((part) => part.split(":").filter((one) => one !== ""));
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => "0");
  const groups = [...front, ...zeros, ...back].slice(0, 4).map((one) => parseInt(one, 16));
  return groups.every((one) => one === 0)
    ? key
    : `${groups.map((one) => one.toString(16)).join(":")}::/64`;
}
