/**
 * Bearer pairs of programs: a signed access token of 30 minutes and a refresh token of 7 days.
 *
 * A refresh token is used once and gives the next pair. Who shows one again has copied it, or was
 * copied: the whole family ends. An access token is believed only after its family and account
 * were asked for, so what ends them ends it at once.
 *
 * Source: RFC 9700, section 4.14.2 (refresh token rotation).
 *
 * @module
 */
import type { TokenSigner } from "@/lib/crypto/signed_token.ts";
import { hashSecret, isSameText, newSecret } from "@/lib/crypto/secret.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import type { Audit } from "@/lib/auth/audit.ts";
import { holdProven, type Proven } from "./proven.ts";
import type { Checked } from "@/lib/auth/roles.ts";

const ACCESS_MILLISECONDS = 30 * 60_000;
const DAY_MILLISECONDS = 24 * 60 * 60_000;
const REFRESH_MILLISECONDS = 7 * DAY_MILLISECONDS;

/** However often it is refreshed, somebody signs in again after so long, as in a browser. */
const FAMILY_MILLISECONDS = 30 * DAY_MILLISECONDS;

/** The tokens of one moment; both are told here and nowhere else. Moments are ISO 8601 in UTC. */
export interface BearerPair {
  readonly access: string;
  readonly accessExpiresAt: string;
  readonly refresh: string;
  readonly refreshExpiresAt: string;
}

/** Gives, checks, turns over and ends tokens. */
export interface Bearer {
  /**
   * Begins a family.
   *
   * @throws AppError NOT_SIGNED_IN where the account was disabled, or its password set, meanwhile.
   */
  start(proven: Proven): Promise<BearerPair>;
  /** Says who shows an access token. */
  check(access: string): Promise<Checked>;
  /** Gives the next pair; `null` where the token is wrong, old, or was used: then its family ends. */
  refresh(refresh: string, address: string | null): Promise<BearerPair | null>;
  /** Ends the family of a refresh token; returns whether there was one to end. */
  end(refresh: string, address: string | null): Promise<boolean>;
  /** Forgets the families whose time is over. */
  tidy(): Promise<void>;
}

/** What a refresh token led to. */
type Turned =
  | { readonly type: "turned"; readonly pair: BearerPair }
  | { readonly type: "refused" }
  | { readonly type: "reused"; readonly account: string };

/** Makes bearer tokens on a database. The signer's audience belongs to access tokens alone. */
export function createBearer({ database, signer, audit, now }: {
  readonly database: Database;
  readonly signer: TokenSigner;
  readonly audit: Audit;
  readonly now: () => Date;
}): Bearer {
  /** Writes the next refresh token of a family and signs an access token beside it. */
  async function give(session: Session, family: Family): Promise<BearerPair> {
    const at = now().getTime();
    const refresh = newSecret();
    const until = (milliseconds: number) =>
      new Date(Math.min(at + milliseconds, Date.parse(family.expires_at)));
    const accessEnd = until(ACCESS_MILLISECONDS);
    const refreshExpiresAt = until(REFRESH_MILLISECONDS).toISOString();
    await session.kysely.insertInto("refresh_tokens").values({
      hash: hashSecret(refresh),
      family: family.id,
      expires_at: refreshExpiresAt,
      used_at: null,
    }).execute();
    const access = signer.sign({
      subject: family.account,
      family: family.id,
      notBefore: Math.floor(at / 1000),
      expires: Math.floor(accessEnd.getTime() / 1000),
    });
    return { access, accessExpiresAt: accessEnd.toISOString(), refresh, refreshExpiresAt };
  }

  /** Decides alone: whoever else has the family's row waits. */
  async function turn(session: Session, hash: string): Promise<Turned> {
    const at = now();
    const family = await lockFamily(session, hash);
    if (family === null || family.ended_at !== null) return { type: "refused" };
    const account = await session.kysely.selectFrom("accounts").select("disabled_at")
      .where("id", "=", family.account).executeTakeFirst();
    if (account === undefined || account.disabled_at !== null) return { type: "refused" };
    const token = await session.kysely.selectFrom("refresh_tokens").selectAll()
      .where("hash", "=", hash).executeTakeFirst();
    if (token === undefined || !isSameText(token.hash, hash)) return { type: "refused" };
    if (token.used_at !== null) {
      await endFamily(session, family.id, { by: "reuse", now: at });
      return { type: "reused", account: family.account };
    }
    if (Date.parse(token.expires_at) <= at.getTime()) return { type: "refused" };
    await session.kysely.updateTable("refresh_tokens").set({ used_at: at.toISOString() })
      .where("hash", "=", hash).execute();
    return { type: "turned", pair: await give(session, family) };
  }

  return {
    start: (proven) =>
      database.transaction(async (session) => {
        await holdProven(session, proven);
        const at = now().getTime();
        const family = {
          id: crypto.randomUUID(),
          account: proven.account,
          created_at: new Date(at).toISOString(),
          expires_at: new Date(at + FAMILY_MILLISECONDS).toISOString(),
          ended_at: null,
          ended_by: null,
        };
        await session.kysely.insertInto("refresh_families").values(family).execute();
        return await give(session, family);
      }),

    async check(access) {
      const verified = signer.verify(access, now());
      if (verified.type === "expired") return { type: "refused", reason: "expired" };
      if (verified.type === "invalid") return { type: "refused", reason: "unknown" };
      const { subject, family } = verified.claims;
      const row = await database.kysely.selectFrom("refresh_families as family")
        .innerJoin("accounts as account", "account.id", "family.account")
        .select(["account.id", "account.role", "account.disabled_at", "family.ended_at"])
        .where("family.id", "=", family).where("account.id", "=", subject).executeTakeFirst();
      if (row === undefined) return { type: "refused", reason: "unknown" };
      if (row.disabled_at !== null) return { type: "refused", reason: "disabled" };
      if (row.ended_at !== null) return { type: "refused", reason: "ended" };
      return { type: "allowed", principal: { account: row.id, role: row.role, scopes: null } };
    },

    async refresh(refresh, address) {
      const hash = hashSecret(refresh);
      const turned = await database.transaction((session) => turn(session, hash));
      switch (turned.type) {
        case "turned":
          return turned.pair;
        case "reused":
          await audit.note({ event: "refresh_reused", account: turned.account, address });
          return null;
        case "refused":
          return null;
      }
    },

    async end(refresh, address) {
      const family = await database.transaction(async (session) => {
        const found = await lockFamily(session, hashSecret(refresh));
        if (found === null || found.ended_at !== null) return null;
        await endFamily(session, found.id, { by: "sign_out", now: now() });
        return found;
      });
      if (family === null) return false;
      await audit.note({ event: "signed_out", account: family.account, address });
      return true;
    },

    async tidy() {
      const over = database.kysely.selectFrom("refresh_families").select("id")
        .where("expires_at", "<=", now().toISOString());
      await database.kysely.deleteFrom("refresh_tokens").where("family", "in", over).execute();
      await database.kysely.deleteFrom("refresh_families").where("id", "in", over).execute();
    },
  };
}

/** What is read of a family. */
interface Family {
  readonly id: string;
  readonly account: string;
  readonly expires_at: string;
  readonly ended_at: string | null;
}

/** Finds the family of a refresh token and holds its row until the transaction ends. */
async function lockFamily({ kysely }: Session, hash: string): Promise<Family | null> {
  const token = await kysely.selectFrom("refresh_tokens").select("family")
    .where("hash", "=", hash).executeTakeFirst();
  if (token === undefined) return null;
  const family = await kysely.selectFrom("refresh_families").selectAll()
    .where("id", "=", token.family).forUpdate().executeTakeFirst();
  return family ?? null;
}

async function endFamily(
  { kysely }: Session,
  id: string,
  { by, now }: { readonly by: "reuse" | "sign_out"; readonly now: Date },
): Promise<void> {
  await kysely.updateTable("refresh_families").set({ ended_at: now.toISOString(), ended_by: by })
    .where("id", "=", id).execute();
}
