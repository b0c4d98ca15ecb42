/**
 * The sessions of an account, as its person sees and ends them.
 *
 * @module
 */
import { hashSecret, isSameText } from "@/lib/crypto/secret.ts";
import type { Session } from "@/lib/db/database.ts";

/** A browser in which an account is signed in. Moments are ISO 8601 in UTC. */
export interface ListedSession {
  /** The hash of its secret. */
  readonly id: string;
  readonly userAgent: string | null;
  readonly createdAt: string;
  /** To within five minutes. */
  readonly seenAt: string;
  readonly current: boolean;
}

/** Returns the sessions of an account: the one whose secret is given, then those seen last first. */
export async function listSessions(
  { kysely }: Pick<Session, "kysely">,
  { account, session, now }: {
    readonly account: string;
    readonly session: string;
    readonly now: Date;
  },
): Promise<readonly ListedSession[]> {
  const rows = await kysely.selectFrom("sessions").selectAll()
    .where("account", "=", account).where("expires_at", ">", now.toISOString())
    .orderBy("seen_at", "desc").orderBy("hash").execute();
  const own = hashSecret(session);
  const listed = rows.map(({ hash, user_agent, created_at, seen_at }) => ({
    id: hash,
    userAgent: user_agent,
    createdAt: new Date(created_at).toISOString(),
    seenAt: new Date(seen_at).toISOString(),
    current: isSameText(hash, own),
  }));
  return listed.toSorted((one, two) => Number(two.current) - Number(one.current));
}

/** Ends a session of an account; `false` where it has none of this id. */
export async function endOwnSession(
  { kysely }: Pick<Session, "kysely">,
  { account, id }: { readonly account: string; readonly id: string },
): Promise<boolean> {
  const ended = await kysely.deleteFrom("sessions")
    .where("hash", "=", id).where("account", "=", account).returning("hash").executeTakeFirst();
  return ended !== undefined;
}
