/**
 * Invitations: each lets one address sign up once, with a role.
 *
 * @module
 */
import { hashSecret, isSameText, newSecret } from "@/lib/crypto/secret.ts";
import type { AccountRole, InvitationTable } from "@/lib/db/account_tables.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import { parseEmail } from "./account_fields.ts";

const LIFE_MILLISECONDS = 7 * 24 * 60 * 60_000;

/** Who is invited, as what, and by whom. */
export interface NewInvitation {
  readonly email: string;
  readonly role: AccountRole;
  /** The id of an admin's account. */
  readonly by: string;
  readonly now: Date;
}

/** An invitation to send by mail; the token is told here and nowhere else. */
export interface Invitation {
  readonly email: string;
  readonly token: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/**
 * Invites an address; whether it has an account already makes no difference. Earlier invitations of
 * the address end.
 *
 * @throws AppError BAD_PARAMETER where it is no address.
 */
export async function invite(
  database: Database,
  { email: typed, role, by, now }: NewInvitation,
): Promise<Invitation> {
  const email = parseEmail(typed);
  const token = newSecret();
  const expiresAt = new Date(now.getTime() + LIFE_MILLISECONDS).toISOString();
  await database.transaction(async ({ kysely }) => {
    await kysely.deleteFrom("invitations").where((row) =>
      row.or([row("email", "=", email), row("expires_at", "<=", now.toISOString())])
    ).execute();
    await kysely.insertInto("invitations").values({
      hash: hashSecret(token),
      email,
      role,
      invited_by: by,
      created_at: now.toISOString(),
      expires_at: expiresAt,
      used_at: null,
    }).execute();
  });
  return { email, token, expiresAt };
}

/** An invitation that waits. Moments are ISO 8601 in UTC. */
export interface WaitingInvitation {
  /** The hash of its token. */
  readonly id: string;
  readonly email: string;
  readonly role: AccountRole;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Returns the invitations that can still be used, the newest first. */
export async function listInvitations(
  database: Pick<Session, "kysely">,
  now: Date,
): Promise<readonly WaitingInvitation[]> {
  const rows = await waiting(database, now).orderBy("created_at", "desc").orderBy("email")
    .execute();
  return rows.map(describe);
}

/** Returns whom a token invites; `null` where it is used, old or wrong. */
export async function findInvitation(
  database: Pick<Session, "kysely">,
  { token, now }: { readonly token: string; readonly now: Date },
): Promise<WaitingInvitation | null> {
  const hash = hashSecret(token);
  const [found] = await waiting(database, now).where("hash", "=", hash).execute();
  return found !== undefined && isSameText(found.hash, hash) ? describe(found) : null;
}

/** Ends an invitation; one that is gone has ended. */
export async function revokeInvitation(
  { kysely }: Pick<Session, "kysely">,
  id: string,
): Promise<void> {
  await kysely.deleteFrom("invitations").where("hash", "=", id).where("used_at", "is", null)
    .execute();
}

/** Uses an invitation up and returns its role; `null` where it is not this address's, used or old. */
export async function useInvitation(
  { kysely }: Session,
  { token, email, now }: {
    readonly token: string;
    readonly email: string;
    readonly now: Date;
  },
): Promise<AccountRole | null> {
  const hash = hashSecret(token);
  const used = await kysely.updateTable("invitations").set({ used_at: now.toISOString() })
    .where("hash", "=", hash).where("email", "=", email).where("used_at", "is", null)
    .where("expires_at", ">", now.toISOString())
    .returning(["hash", "role"]).executeTakeFirst();
  return used !== undefined && isSameText(used.hash, hash) ? used.role : null;
}

function waiting({ kysely }: Pick<Session, "kysely">, now: Date) {
  return kysely.selectFrom("invitations").selectAll()
    .where("used_at", "is", null).where("expires_at", ">", now.toISOString());
}

function describe(
  { hash, email, role, created_at, expires_at }: InvitationTable,
): WaitingInvitation {
  return {
    id: hash,
    email,
    role,
    createdAt: new Date(created_at).toISOString(),
    expiresAt: new Date(expires_at).toISOString(),
  };
}
