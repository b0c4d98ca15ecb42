/**
 * Sessions: a secret in a browser's cookie, of which only the hash is stored.
 *
 * @module
 */
import { hashSecret, isSameText, newSecret } from "@/lib/crypto/secret.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database } from "@/lib/db/database.ts";
import { holdProven, type Proven } from "./proven.ts";

const DAY_MILLISECONDS = 24 * 60 * 60_000;

/** A session ends after so long, used or not. */
const LIFE_MILLISECONDS = 30 * DAY_MILLISECONDS;

/** A session ends when it was not used for so long. */
const IDLE_MILLISECONDS = 7 * DAY_MILLISECONDS;

/** That a session is used is noted at most this often, so that reading pages writes next to nothing. */
const NOTE_MILLISECONDS = 5 * 60_000;

/**
 * For so long a session of the owner is believed without asking the database, which may be busy with
 * a load. One that another process ends may live on here as long. Those of accounts are asked for
 * every time, as whoever disables an account or sets its password ends them at once.
 */
const BELIEVE_MILLISECONDS = 30_000;

/**
 * A database that is busy for longer is not waited for where the session was believed before: else
 * nobody could stop what keeps it busy.
 */
const PATIENCE_MILLISECONDS = 500;

const MOST_BELIEVED = 1000;
const USER_AGENT_CHARACTERS = 300;

/** Whose a session is. */
export interface SessionAccount {
  readonly id: string;
  readonly name: string;
  readonly role: AccountRole;
}

/** A session that lives. */
export interface FoundSession {
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
  /** `null` where it is the owner's, who came by a link. */
  readonly account: SessionAccount | null;
}

/** Starts, finds and ends sessions. */
export interface Sessions {
  /**
   * Returns the secret for the cookie. A session without an account is the owner's.
   *
   * @throws AppError NOT_SIGNED_IN where the account was disabled, or its password set, meanwhile.
   */
  start(
    userAgent: string | null,
    proven?: Proven | null,
  ): Promise<{ readonly session: string; readonly expiresAt: string }>;
  /** Tells whose a session is, and until when it lasts; `null` where it has ended or never was. */
  find(session: string): Promise<FoundSession | null>;
  /** Returns whether there was one to end. */
  end(session: string): Promise<boolean>;
  /** Believes nothing any more of what is known of accounts: the access of one was ended or changed. */
  forget(): void;
}

/** What is known of a session that was found. */
interface Known extends FoundSession {
  readonly seenAt: number;
  readonly askedAt: number;
}

/** Makes sessions on a database. */
export function createSessions(
  { database, now }: { readonly database: Database; readonly now: () => Date },
): Sessions {
  /** By hash, those asked for longest ago first. */
  const known = new Map<string, Known>();
  /** Questions under way, by hash. */
  const asking = new Map<string, Promise<Known | null>>();
  /** Hashes that were ended here, lest an answer from before brings one back. */
  const ended = new Set<string>();
  /** How often accounts were forgotten: what was asked before the last time is asked again. */
  let forgotten = 0;

  /** Asks once, however many want to know at a time, and remembers the answer. */
  function askOnce(hash: string): Promise<Known | null> {
    const before = forgotten;
    const asked = asking.get(hash) ?? ask(hash).then((found) => {
      if (before !== forgotten) return askOnce(hash);
      known.delete(hash);
      if (found === null || ended.has(hash)) return null;
      known.set(hash, found);
      const [oldest] = known.keys();
      if (known.size > MOST_BELIEVED) known.delete(oldest);
      return found;
    }).finally(() => {
      if (asking.get(hash) === asked) asking.delete(hash);
    });
    asking.set(hash, asked);
    return asked;
  }

  async function ask(hash: string): Promise<Known | null> {
    const at = now().getTime();
    const row = await database.kysely.selectFrom("sessions as session")
      .leftJoin("accounts as account", "account.id", "session.account")
      .select(["session.hash", "session.expires_at", "session.seen_at", "session.account as of"])
      .select(["account.id", "account.name", "account.role", "account.disabled_at"])
      .where("session.hash", "=", hash).executeTakeFirst();
    if (row === undefined || !isSameText(row.hash, hash)) return null;
    const { id, name, role } = row;
    const account = id === null || name === null || role === null ? null : { id, name, role };
    const found: Known = {
      expiresAt: iso(row.expires_at),
      account,
      seenAt: Date.parse(row.seen_at),
      askedAt: at,
    };
    const isOver = row.disabled_at !== null || (row.of !== null && account === null);
    if (isOver || !isAlive(found, at)) {
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
    async start(userAgent, proven = null) {
      const session = newSecret();
      const at = now().getTime();
      const expiresAt = new Date(at + LIFE_MILLISECONDS).toISOString();
      await removeOld(database, at);
      await database.transaction(async (transaction) => {
        if (proven !== null) await holdProven(transaction, proven);
        await transaction.kysely.insertInto("sessions").values({
          hash: hashSecret(session),
          created_at: new Date(at).toISOString(),
          seen_at: new Date(at).toISOString(),
          expires_at: expiresAt,
          user_agent: userAgent?.slice(0, USER_AGENT_CHARACTERS).toWellFormed() ?? null,
          account: proven?.account ?? null,
        }).execute();
      });
      return { session, expiresAt };
    },

    async find(session) {
      const hash = hashSecret(session);
      const at = now().getTime();
      const believed = known.get(hash) ?? null;
      if (believed === null || !isAlive(believed, at)) {
        const found = await askOnce(hash);
        return found === null ? null : told(found);
      }
      if (believed.account !== null || at - believed.askedAt >= BELIEVE_MILLISECONDS) {
        const before = forgotten;
        const asked = askOnce(hash);
        asked.catch(() => {}); // Where it is waited for, that is told.
        const early = await soon(asked, believed);
        // What was believed may have been ended meanwhile, but for the owner's.
        const found = before === forgotten || believed.account === null ? early : await asked;
        if (found === null || ended.has(hash)) return null;
        return told(found);
      }
      return told(believed);
    },

    async end(session) {
      const hash = hashSecret(session);
      ended.add(hash);
      const [oldest] = ended;
      if (ended.size > MOST_BELIEVED) ended.delete(oldest);
      return await remove(hash);
    },

    forget() {
      for (const [hash, { account }] of known) if (account !== null) known.delete(hash);
      // What is being asked may be answered as it was before.
      forgotten++;
      asking.clear();
    },
  };
}

function told({ expiresAt, account }: Known): FoundSession {
  return { expiresAt, account };
}

/** Returns what is answered soon, else what stands in for it. */
async function soon<Answer>(answer: Promise<Answer>, otherwise: Answer): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE_MILLISECONDS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
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
