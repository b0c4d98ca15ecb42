/**
 * Sessions: a secret in a browser's cookie, of which only the hash is stored.
 *
 * @module
 */
import { hashSecret, isSameText, newSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";

const DAY_MILLISECONDS = 24 * 60 * 60_000;

/** A session ends after so long, used or not. */
const LIFE_MILLISECONDS = 30 * DAY_MILLISECONDS;

/** A session ends when it was not used for so long. */
const IDLE_MILLISECONDS = 7 * DAY_MILLISECONDS;

/** That a session is used is noted at most this often, so that reading pages writes next to nothing. */
const NOTE_MILLISECONDS = 5 * 60_000;

/**
 * For so long a session is believed without asking the database, which may be busy with a load.
 * A session that another process ends may live on here as long.
 */
const BELIEVE_MILLISECONDS = 30_000;

const MOST_BELIEVED = 1000;
const USER_AGENT_CHARACTERS = 300;

/** Starts, finds and ends sessions. */
export interface Sessions {
  /** Returns the secret for the cookie. */
  start(
    userAgent: string | null,
  ): Promise<{ readonly session: string; readonly expiresAt: string }>;
  /** Tells until when a session lasts; `null` where it has ended or never was. */
  find(session: string): Promise<{ readonly expiresAt: string } | null>;
  /** Returns whether there was one to end. */
  end(session: string): Promise<boolean>;
}

/** What is known of a session that was found. */
interface Known {
  readonly expiresAt: string;
  readonly seenAt: number;
  readonly askedAt: number;
}

/** Makes sessions on a database. */
export function createSessions(
  { database, now }: { readonly database: Database; readonly now: () => Date },
): Sessions {
  /** By hash, those asked for longest ago first. */
  const known = new Map<string, Known>();

  async function ask(hash: string): Promise<Known | null> {
    const at = now().getTime();
    const row = await database.kysely.selectFrom("sessions").selectAll()
      .where("hash", "=", hash).executeTakeFirst();
    if (row === undefined || !isSameText(row.hash, hash)) return null;
    const found = { expiresAt: iso(row.expires_at), seenAt: Date.parse(row.seen_at), askedAt: at };
    if (!isAlive(found, at)) {
      await remove(hash);
      return null;
    }
    if (at - found.seenAt < NOTE_MILLISECONDS) return found;
    await database.kysely.updateTable("sessions").set({ seen_at: new Date(at).toISOString() })
      .where("hash", "=", hash).execute();
    return { ...found, seenAt: at };
  }

  async function remove(hash: string): Promise<boolean> {
    known.delete(hash);
    const removed = await database.kysely.deleteFrom("sessions").where("hash", "=", hash)
      .returning("hash").execute();
    return removed.length > 0;
  }

  return {
    async start(userAgent) {
      const session = newSecret();
      const at = now().getTime();
      const expiresAt = new Date(at + LIFE_MILLISECONDS).toISOString();
      await removeOld(database, at);
      await database.kysely.insertInto("sessions").values({
        hash: hashSecret(session),
        created_at: new Date(at).toISOString(),
        seen_at: new Date(at).toISOString(),
        expires_at: expiresAt,
        user_agent: userAgent?.slice(0, USER_AGENT_CHARACTERS) ?? null,
      }).execute();
      return { session, expiresAt };
    },

    async find(session) {
      const hash = hashSecret(session);
      const at = now().getTime();
      let found = known.get(hash) ?? null;
      if (found === null || at - found.askedAt >= BELIEVE_MILLISECONDS || !isAlive(found, at)) {
        known.delete(hash);
        found = await ask(hash);
        if (found === null) return null;
        known.set(hash, found);
        const [oldest] = known.keys();
        if (known.size > MOST_BELIEVED) known.delete(oldest);
      }
      return { expiresAt: found.expiresAt };
    },

    end: (session) => remove(hashSecret(session)),
  };
}

function isAlive({ expiresAt, seenAt }: Known, at: number): boolean {
  return at < Date.parse(expiresAt) && at - seenAt < IDLE_MILLISECONDS;
}

/** Forgets the sessions that have ended by themselves. */
async function removeOld(database: Database, at: number): Promise<void> {
  await database.kysely.deleteFrom("sessions").where((row) =>
    row.or([
      row("expires_at", "<=", new Date(at).toISOString()),
      row("seen_at", "<=", new Date(at - IDLE_MILLISECONDS).toISOString()),
    ])
  ).execute();
}

function iso(moment: string): string {
  return new Date(moment).toISOString();
}
