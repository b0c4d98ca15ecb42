/**
 * Keys with which programs come without signing in: `dbk_<prefix>_<secret>`.
 *
 * The prefix finds a key and is shown in lists; the whole is stored as a hash and compared in
 * constant time. A key does what its scopes say and its account's role allows today.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { hashSecret, isSameText, newSecret } from "@/lib/crypto/secret.ts";
import type { ApiKeyTable } from "@/lib/db/account_tables.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Selectable } from "kysely";
import { parseName } from "./accounts/account_fields.ts";
import type { Audit } from "./audit.ts";
import { type Checked, parseScope, roleCovers, type Scope } from "./roles.ts";

const KEY = /^dbk_([0-9a-f]{12})_[\w-]{43}$/;
const PREFIX_BYTES = 6;
const MOST_KEYS = 100;

/** That a key is used is noted at most this often. */
const NOTE_MILLISECONDS = 5 * 60_000;

/** What is compared where no key has the prefix, so that it takes as long. */
const NO_HASH = hashSecret("");

/** A key as its account sees it. Moments are ISO 8601 in UTC. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** How the key begins. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** To within five minutes. */
  readonly lastUsedAt: string | null;
}

/** What a key is made of. */
export interface NewApiKey {
  readonly account: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** `null` where it lasts until it is revoked. */
  readonly expiresAt: Date | null;
}

/** Makes, checks, lists and revokes keys. */
export interface ApiKeys {
  /**
   * Makes a key, which is told here and nowhere else.
   *
   * @throws AppError BAD_PARAMETER, NOT_GRANTED where the account's role has not got a scope.
   */
  create(wanted: NewApiKey): Promise<{ readonly key: string; readonly made: ApiKey }>;
  /** Says who shows a key; one that is refused is told in the audit log unless that is left out. */
  check(
    key: string,
    address: string | null,
    options?: { readonly isTold?: boolean },
  ): Promise<Checked>;
  /** Returns the keys of an account, the newest first. */
  list(account: string): Promise<readonly ApiKey[]>;
  /** Ends a key of an account at once; `false` where it has no such key that lives. */
  revoke(asked: { readonly id: string; readonly account: string }): Promise<boolean>;
}

/** Makes keys on a database. */
export function createApiKeys({ database, audit, now }: {
  readonly database: Database;
  readonly audit: Audit;
  readonly now: () => Date;
}): ApiKeys {
  async function find(key: string) {
    const prefix = KEY.exec(key)?.[1] ?? null;
    const row = prefix === null ? undefined : await database.kysely.selectFrom("api_keys as key")
      .innerJoin("accounts as account", "account.id", "key.account")
      .selectAll("key").select(["account.role", "account.disabled_at"])
      .where("key.prefix", "=", prefix).executeTakeFirst();
    const isSame = isSameText(row?.hash ?? NO_HASH, hashSecret(key));
    return isSame ? row : undefined;
  }

  async function refuse(
    reason: "unknown" | "expired" | "ended" | "disabled",
    { account, key, address, isTold }: {
      readonly account: string | null;
      readonly key: string | null;
      readonly address: string | null;
      readonly isTold: boolean;
    },
  ): Promise<Checked> {
    if (!isTold) return { type: "refused", reason };
    const details = key === null ? { reason } : { reason, key };
    await audit.note({ event: "key_refused", account, address, details });
    return { type: "refused", reason };
  }

  return {
    async create({ account, name, scopes, expiresAt }) {
      const at = now();
      if (expiresAt !== null && !(expiresAt > at)) {
        throw new AppError("BAD_PARAMETER", "Cannot make a key as it must end in the future");
      }
      if (scopes.length === 0) {
        throw new AppError("BAD_PARAMETER", "Cannot make a key as it must have a scope");
      }
      const row = {
        id: crypto.randomUUID(),
        account,
        name: parseName(name),
        prefix: randomBytes(PREFIX_BYTES).toString("hex"),
        created_at: at.toISOString(),
        expires_at: expiresAt?.toISOString() ?? null,
        revoked_at: null,
        last_used_at: null,
      };
      const distinct = [...new Set(scopes)];
      const key = `dbk_${row.prefix}_${newSecret()}`;
      await database.transaction(async ({ kysely }) => {
        const owner = await kysely.selectFrom("accounts").select(["role", "disabled_at"])
          .where("id", "=", account).forUpdate().executeTakeFirst();
        const missing = distinct.find((scope) =>
          owner === undefined || owner.disabled_at !== null || !roleCovers(owner.role, scope)
        );
        if (missing !== undefined) {
          throw new AppError(
            "NOT_GRANTED",
            `Cannot make a key as its account must be allowed what the key is: ` +
              `current value is "${missing}"`,
          );
        }
        const { count } = await kysely.selectFrom("api_keys")
          .select((select) => select.fn.countAll().as("count"))
          .where("account", "=", account).where("revoked_at", "is", null)
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST_KEYS) {
          throw new AppError(
            "BAD_PARAMETER",
            `Cannot make a key as an account must have at most ${MOST_KEYS}: ` +
              `current value is ${count}`,
          );
        }
        await kysely.insertInto("api_keys")
          .values({ ...row, hash: hashSecret(key), scopes: JSON.stringify(distinct) }).execute();
      });
      await audit.note({
        event: "key_created",
        account,
        address: null,
        details: { key: row.prefix },
      });
      return { key, made: describe({ ...row, scopes: distinct }) };
    },

    async check(key, address, { isTold = true } = {}) {
      const at = now();
      const row = await find(key);
      if (row === undefined) {
        return await refuse("unknown", { account: null, key: null, address, isTold });
      }
      const known = { account: row.account, key: row.prefix, address, isTold };
      if (row.disabled_at !== null) return await refuse("disabled", known);
      if (row.revoked_at !== null) return await refuse("ended", known);
      if (row.expires_at !== null && Date.parse(row.expires_at) <= at.getTime()) {
        return await refuse("expired", known);
      }
      const noted = row.last_used_at === null ? 0 : Date.parse(row.last_used_at);
      if (at.getTime() - noted >= NOTE_MILLISECONDS) {
        await database.kysely.updateTable("api_keys").set({ last_used_at: at.toISOString() })
          .where("id", "=", row.id).execute();
      }
      const { scopes } = describe(row);
      return { type: "allowed", principal: { account: row.account, role: row.role, scopes } };
    },

    async list(account) {
      const rows = await database.kysely.selectFrom("api_keys").selectAll()
        .where("account", "=", account).orderBy("created_at", "desc").orderBy("id").execute();
      return rows.map(describe);
    },

    async revoke({ id, account }) {
      const revoked = await database.kysely.updateTable("api_keys")
        .set({ revoked_at: now().toISOString() })
        .where("id", "=", id).where("account", "=", account).where("revoked_at", "is", null)
        .returning("prefix").executeTakeFirst();
      if (revoked === undefined) return false;
      const details = { key: revoked.prefix };
      await audit.note({ event: "key_revoked", account, address: null, details });
      return true;
    },
  };
}

/** Leaves out the hash, and scopes that there are no more. */
function describe(row: Omit<Selectable<ApiKeyTable>, "hash">): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: `dbk_${row.prefix}`,
    scopes: row.scopes.map(parseScope).filter((scope) => scope !== null),
    createdAt: iso(row.created_at),
    expiresAt: row.expires_at === null ? null : iso(row.expires_at),
    revokedAt: row.revoked_at === null ? null : iso(row.revoked_at),
    lastUsedAt: row.last_used_at === null ? null : iso(row.last_used_at),
  };
}

function iso(moment: string): string {
  return new Date(moment).toISOString();
}
